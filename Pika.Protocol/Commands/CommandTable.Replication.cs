using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>What replicas say to their masters.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Replication() =>
        [
            new("pksync", 2, Admin | NoScript | NoAsyncLoading | NoMulti | SystemCommand)
            {
                Since = "1.0.0",
                Summary = "Makes a connection that of a replica, on which frames follow.",
                Complexity = "O(1)",
                Arguments = [Int("version")],
            },
            new("psync", -3, Admin | NoScript | NoAsyncLoading | NoMulti)
            {
                Since = "2.8.0",
                Summary = "Sent by replicas of Redis, which this server refuses.",
                Arguments = [Text("replicationid"), Int("offset")],
            },
            new("replconf", -1, Admin | NoScript | Loading | Stale | AllowBusy | SystemCommand)
            {
                Since = "3.0.0",
                Summary = "Sent by replicas of Redis, which this server refuses.",
                Complexity = "O(1)",
            },
            new("sync", 1, Admin | NoScript | NoAsyncLoading | NoMulti)
            {
                Since = "1.0.0",
                Summary = "Sent by replicas of Redis, which this server refuses.",
            },
        ];
}
