using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>The server as a whole.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Server() =>
        [
            new("bgsave", -1, Admin | NoScript | NoAsyncLoading)
            {
                Since = "1.0.0",
                Summary = "Makes a snapshot on disk in the background.",
                History = [("3.2.2", "`SCHEDULE`.")],
                Arguments = [Word("SCHEDULE").Optional().From("3.2.2")],
            },
            new("command", -1, Loading | Stale)
            {
                Since = "2.8.13",
                Summary = "Describes all commands.",
                Complexity = "O(N) with N commands",
                Acl = AclCategories.Connection,
                Tips = ["nondeterministic_output_order"],
                Subcommands = CommandSubcommands(),
            },
            new("config", -2, CommandFlags.None)
            {
                Since = "2.0.0",
                Summary = "Commands about the configuration.",
                Complexity = "Depends on the subcommand.",
                Subcommands = Config(),
            },
            new("dbsize", 1, ReadOnly | Fast)
            {
                Since = "1.0.0",
                Summary = "Counts the keys of the database.",
                Acl = AclCategories.Keyspace,
                Tips = ["request_policy:all_shards", "response_policy:agg_sum"],
            },
            new("debug", -2, Admin | NoScript | Loading | Stale | SystemCommand)
            {
                Since = "1.0.0",
                Summary = "Tools for testing the server.",
                Complexity = "Depends on the subcommand.",
                Execution = Execution.SlowRead,
            },
            new("flushall", -1, Write)
            {
                Since = "1.0.0",
                Summary = "Removes all keys of all databases.",
                Complexity = "O(1): the space is reclaimed in the background",
                Acl = AclCategories.Dangerous | AclCategories.Keyspace,
                Tips = ["request_policy:all_shards", "response_policy:all_succeeded"],
                History = [("4.0.0", "`ASYNC`."), ("6.2.0", "`SYNC`.")],
                Arguments = [OneOf("async", Word("ASYNC").From("4.0.0"), Word("SYNC").From("6.2.0")).Optional()],
            },
            new("flushdb", -1, Write)
            {
                Since = "1.0.0",
                Summary = "Removes all keys of the database.",
                Complexity = "O(1): the space is reclaimed in the background",
                Acl = AclCategories.Dangerous | AclCategories.Keyspace,
                Tips = ["request_policy:all_shards", "response_policy:all_succeeded"],
                History = [("4.0.0", "`ASYNC`."), ("6.2.0", "`SYNC`.")],
                Arguments = [OneOf("async", Word("ASYNC").From("4.0.0"), Word("SYNC").From("6.2.0")).Optional()],
            },
            new("info", -1, Loading | Stale)
            {
                Since = "1.0.0",
                Summary = "Reports the state of the server and its statistics.",
                Acl = AclCategories.Dangerous,
                Tips = ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
                History = [("7.0.0", "Several sections at once.")],
                Arguments = [Text("section").Optional().Multiple()],
            },
            new("lastsave", 1, Loading | Stale | Fast)
            {
                Since = "1.0.0",
                Summary = "Returns when the last snapshot was made.",
                Acl = AclCategories.Dangerous | AclCategories.Admin,
                Tips = ["nondeterministic_output"],
            },
            new("memory", -2, CommandFlags.None)
            {
                Since = "4.0.0",
                Summary = "Commands about memory.",
                Complexity = "Depends on the subcommand.",
                Subcommands = Memory(),
            },
            new("monitor", 1, Admin | NoScript | Loading | Stale)
            {
                Since = "1.0.0",
                Summary = "Shows all commands that the server runs.",
                Complexity = "O(1) for each command",
            },
            new("purgelogsto", -2, Admin | NoScript)
            {
                Since = "1.0.0",
                Summary = "Purges the binlog up to a file, as far as nobody needs it.",
                Complexity = "O(1): files are deleted in the background",
                Arguments = [Text("file"), Text("db").Optional()],
            },
            new("save", 1, Admin | NoScript | NoAsyncLoading | NoMulti)
            {
                Since = "1.0.0",
                Summary = "Makes a snapshot on disk and waits for it.",
                Execution = Execution.SlowRead,
                Complexity = "O(N) with N keys in all databases",
            },
            new("shutdown", -1, Admin | NoScript | Loading | Stale | NoMulti | AllowBusy)
            {
                Since = "1.0.0",
                Summary = "Saves what must be saved and stops the server.",
                Complexity = "O(N) with N keys when a snapshot is made, else O(1)",
                History = [("7.0.0", "`NOW`, `FORCE` and `ABORT`.")],
                Arguments =
                [
                    OneOf("nosave_save", Word("NOSAVE"), Word("SAVE")).Optional(),
                    Word("NOW").Optional().From("7.0.0"),
                    Word("FORCE").Optional().From("7.0.0"),
                    Word("ABORT").Optional().From("7.0.0"),
                ],
            },
            new("swapdb", 3, Write | Fast)
            {
                Since = "4.0.0",
                Summary = "Exchanges two databases.",
                Complexity = "O(N) with N clients that watch or block on keys of either",
                Acl = AclCategories.Dangerous | AclCategories.Keyspace,
                Arguments = [Int("index1"), Int("index2")],
            },
            new("time", 1, Loading | Stale | Fast)
            {
                Since = "2.6.0",
                Summary = "Returns the server's clock: seconds and microseconds.",
                Tips = ["nondeterministic_output"],
            },
        ];
}
