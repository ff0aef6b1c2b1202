namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private static Directive[] Replication() =>
        [
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
