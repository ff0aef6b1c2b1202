namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private static Directive[] Clients() =>
        [
            new ValueDirective<int>(
                "timeout",
                Kind.Integer(0, int.MaxValue),
                c => c.Timeout,
                (c, v) => c.Timeout = v,
                "Seconds after which an idle client is disconnected; 0 is never."
            )
            {
                Settable = true,
            },
            new ValueDirective<int>(
                "maxclients",
                Kind.Integer(1, int.MaxValue),
                c => c.MaxClients,
                (c, v) => c.MaxClients = v,
                "The most client connections at a time."
            )
            {
                Settable = true,
            },
            new ValueDirective<string>(
                "requirepass",
                Kind.Text,
                c => c.RequirePass,
                (c, v) => c.RequirePass = v,
                "Password that clients must give with AUTH; empty lets everybody in."
            )
            {
                Settable = true,
            },
            new ValueDirective<long>(
                "proto-max-bulk-len",
                Kind.Memory(1L << 20, long.MaxValue),
                c => c.ProtoMaxBulkLen,
                (c, v) => c.ProtoMaxBulkLen = v,
                "The longest string that a client may send."
            )
            {
                Settable = true,
            },
            new ValueDirective<long>(
                "client-query-buffer-limit",
                Kind.Memory(1L << 20, long.MaxValue),
                c => c.ClientQueryBufferLimit,
                (c, v) => c.ClientQueryBufferLimit = v,
                "The most that may be buffered of one client's unfinished request."
            )
            {
                Settable = true,
                Aliases = ["max-conn-rbuf-size"],
            },
            new OutputBufferLimitDirective(
                "'<class> <hard> <soft> <seconds>' for normal, replica or pubsub: a client that leaves more than this unread is disconnected; 0 is no limit."
            )
            {
                Settable = true,
                SeveralWords = true,
                Repeatable = true,
            },
            new ValueDirective<KeyspaceEvents>(
                "notify-keyspace-events",
                Kind.Events,
                c => c.NotifyKeyspaceEvents,
                (c, v) => c.NotifyKeyspaceEvents = v,
                "Events of keys that are published, as letters: K and E choose the channels, Ag$lshzxetdmn the events; empty is none."
            )
            {
                Settable = true,
            },
            new ValueDirective<long>(
                "tracking-table-max-keys",
                Kind.Long(0, long.MaxValue),
                c => c.TrackingTableMaxKeys,
                (c, v) => c.TrackingTableMaxKeys = v,
                "The most keys that are remembered for CLIENT TRACKING; beyond it some are invalidated. 0 is no limit."
            )
            {
                Settable = true,
            },
            new ValueDirective<DebugAccess>(
                "enable-debug-command",
                Kind.Choice(("no", DebugAccess.No), ("yes", DebugAccess.Yes), ("local", DebugAccess.Local)),
                c => c.EnableDebugCommand,
                (c, v) => c.EnableDebugCommand = v,
                "Who may use DEBUG: no, yes, or local (clients on this machine)."
            ),
        ];
}
