namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private static Directive[] Replication() =>
        [
            new ReplicaOfDirective(),
            new ValueDirective<string>(
                "masterauth",
                Kind.Text,
                c => c.MasterAuth,
                (c, v) => c.MasterAuth = v,
                "The password that a replica gives its master."
            )
            {
                Settable = true,
            },
            new ValueDirective<string>(
                "masteruser",
                Kind.Text,
                c => c.MasterUser,
                (c, v) => c.MasterUser = v,
                "The user as whom a replica logs in to its master."
            )
            {
                Settable = true,
            },
            new ValueDirective<bool>(
                "replica-serve-stale-data",
                Kind.YesNo,
                c => c.ReplicaServeStaleData,
                (c, v) => c.ReplicaServeStaleData = v,
                "Whether a replica that is not connected shows the data that it has."
            )
            {
                Settable = true,
                Aliases = ["slave-serve-stale-data"],
            },
            new ValueDirective<int>(
                "repl-timeout",
                Kind.Integer(1, int.MaxValue),
                c => c.ReplTimeout,
                (c, v) => c.ReplTimeout = v,
                "Seconds of silence after which a link between master and replica is cut."
            )
            {
                Settable = true,
            },
            new ValueDirective<string>(
                "replica-announce-ip",
                Kind.Text,
                c => c.ReplicaAnnounceIp,
                (c, v) => c.ReplicaAnnounceIp = v,
                "The address that a replica tells its master."
            )
            {
                Settable = true,
                Aliases = ["slave-announce-ip"],
            },
            new ValueDirective<int>(
                "replica-announce-port",
                Kind.Integer(0, ushort.MaxValue),
                c => c.ReplicaAnnouncePort,
                (c, v) => c.ReplicaAnnouncePort = v,
                "The port that a replica tells its master."
            )
            {
                Settable = true,
                Aliases = ["slave-announce-port"],
            },
            new ValueDirective<int>(
                "min-replicas-to-write",
                Kind.Integer(0, int.MaxValue),
                c => c.MinReplicasToWrite,
                (c, v) => c.MinReplicasToWrite = v,
                "A master with fewer replicas than this takes no writes."
            )
            {
                Settable = true,
                Aliases = ["min-slaves-to-write"],
            },
            new ValueDirective<int>(
                "min-replicas-max-lag",
                Kind.Integer(0, int.MaxValue),
                c => c.MinReplicasMaxLag,
                (c, v) => c.MinReplicasMaxLag = v,
                "Seconds since its last sign after which a replica does not count for min-replicas-to-write."
            )
            {
                Settable = true,
                Aliases = ["min-slaves-max-lag"],
            },
            new ValueDirective<int>(
                "replica-acks",
                Kind.Integer(0, 1000),
                c => c.ReplicaAcks,
                (c, v) => c.ReplicaAcks = v,
                "Replicas that must have a write on disk before it is answered."
            )
            {
                Settable = true,
            },
            new ValueDirective<int>(
                "replica-acks-timeout",
                Kind.Integer(1, int.MaxValue),
                c => c.ReplicaAcksTimeout,
                (c, v) => c.ReplicaAcksTimeout = v,
                "Milliseconds after which a write that too few replicas have is answered with an error."
            )
            {
                Settable = true,
            },
            new ValueDirective<int>(
                "replica-priority",
                Kind.Integer(0, int.MaxValue),
                c => c.ReplicaPriority,
                (c, v) => c.ReplicaPriority = v,
                "Sentinel promotes the replica with the lowest number; 0 is never promoted."
            )
            {
                Settable = true,
                Aliases = ["slave-priority"],
            },
            new FixedDirective("replica-read-only", "yes", "a replica takes writes from its master only", "Always yes.")
            {
                Settable = true,
                Aliases = ["slave-read-only"],
            },
            new ValueDirective<long>(
                "rsync-rate-limit",
                Kind.Memory(0, long.MaxValue),
                c => c.RsyncRateLimit,
                (c, v) => c.RsyncRateLimit = v,
                "Bytes a second that full syncs to all replicas together may send; 0 is no limit."
            )
            {
                Settable = true,
                Aliases = ["throttle-bytes-per-second"],
            },
            new ValueDirective<int>(
                "max-full-syncs",
                Kind.Integer(1, 1000),
                c => c.MaxFullSyncs,
                (c, v) => c.MaxFullSyncs = v,
                "Full syncs that go on at the same time; more replicas wait for their turn."
            )
            {
                Settable = true,
            },
            new ValueDirective<long>(
                "replica-pin-max-bytes",
                Kind.Memory(0, long.MaxValue),
                c => c.ReplicaPinMaxBytes,
                (c, v) => c.ReplicaPinMaxBytes = v,
                "Bytes of binlog that are kept for a replica that is behind; one that needs more gets a full sync."
            )
            {
                Settable = true,
            },
            new ValueDirective<int>(
                "replica-pin-max-seconds",
                Kind.Integer(1, int.MaxValue),
                c => c.ReplicaPinMaxSeconds,
                (c, v) => c.ReplicaPinMaxSeconds = v,
                "Seconds that binlog is kept for a replica that makes no progress."
            )
            {
                Settable = true,
            },
        ];
}
