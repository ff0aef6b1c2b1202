using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>What replicas say to their masters.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Replication() =>
        [
            new("pkdigest", -2, CommandFlags.None)
            {
                Since = "1.0.0",
                Summary = "Commands with which pika check compares the data of two nodes.",
                Complexity = "Depends on the subcommand.",
                Subcommands = Digest(),
            },
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

    private static CommandSpec[] Digest() =>
        [
            new("at", 3, Admin | NoScript | NoAsyncLoading | NoMulti)
            {
                Since = "1.0.0",
                Summary = "Orders the state of all databases right behind a record of the log, for reading.",
                Complexity = "O(1), and what the store has to write to be up to date",
                Execution = Execution.SlowRead,
                Arguments = [Text("index")],
            },
            new("drop", 3, Admin | NoScript | NoAsyncLoading | NoMulti)
            {
                Since = "1.0.0",
                Summary = "Gives a state back.",
                Complexity = "O(1)",
                Arguments = [Int("id")],
            },
            new("help", 2, Loading | Stale) { Since = "1.0.0", Summary = "Lists the subcommands of PKDIGEST." },
            new("keys", 7, Admin | NoScript | NoAsyncLoading | NoMulti)
            {
                Since = "1.0.0",
                Summary = "Returns the keys of a slot, each with its type, expiry and the digest of its value.",
                Complexity = "O(N) with N elements of these keys",
                Execution = Execution.SlowRead,
                Arguments = [Int("id"), Int("db"), Int("slot"), Text("from"), Int("count")],
            },
            new("slots", 5, Admin | NoScript | NoAsyncLoading | NoMulti)
            {
                Since = "1.0.0",
                Summary = "Returns the digests of slots, behind the number of keys in all of them.",
                Complexity = "O(N) with N elements of all keys in these slots",
                Execution = Execution.SlowRead,
                Arguments = [Int("id"), Int("first"), Int("last")],
            },
            new("status", 3, Admin | NoScript | NoAsyncLoading | NoMulti)
            {
                Since = "1.0.0",
                Summary = "Tells whether a state is there already, and keeps it for another minute.",
                Complexity = "O(1)",
                Arguments = [Int("id")],
            },
        ];
}
