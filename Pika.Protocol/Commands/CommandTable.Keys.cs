using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Keys of any type.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Keys() =>
        [
            .. Expiry(),
            new("copy", -3, Write | DenyOom, At(1, RO | Access), At(2, OW | Update))
            {
                Since = "6.2.0",
                Summary = "Copies a value to another key.",
                Complexity = "O(N) with N elements; O(1) for a string",
                Arguments = [Key("source"), Key("destination", 1), Int("destination-db", "DB").Optional(), Word("REPLACE").Optional()],
            },
            new("del", -2, Write, At(1, RM | Delete).To(-1))
            {
                Since = "1.0.0",
                Summary = "Removes keys with their values.",
                Complexity = "O(N) with N keys, whatever the size of their values",
                Tips = ["request_policy:multi_shard", "response_policy:agg_sum"],
                Arguments = [Key().Multiple()],
            },
            new("exists", -2, ReadOnly | Fast, At(1, RO).To(-1))
            {
                Since = "1.0.0",
                Summary = "Counts how many of the keys exist.",
                Complexity = "O(N) with N keys",
                Tips = ["request_policy:multi_shard", "response_policy:agg_sum"],
                History = [("3.0.3", "Several keys at once.")],
                Arguments = [Key().Multiple()],
            },
            new("keys", 2, ReadOnly)
            {
                Since = "1.0.0",
                Summary = "Returns all keys that match a pattern.",
                Complexity = "O(N) with N keys in the database",
                Acl = AclCategories.Dangerous,
                Execution = Execution.SlowRead,
                Tips = ["request_policy:all_shards", "nondeterministic_output_order"],
                Arguments = [Pattern("pattern")],
            },
            new("move", 3, Write | Fast, At(1, RW | Access | Update))
            {
                Since = "1.0.0",
                Summary = "Moves a key to another database.",
                Arguments = [Key(), Int("db")],
            },
            new("object", -2, CommandFlags.None)
            {
                Since = "2.2.3",
                Summary = "Commands about the inside of values.",
                Complexity = "Depends on the subcommand.",
                Subcommands =
                [
                    new("encoding", 3, ReadOnly, At(2, RO))
                    {
                        Since = "2.2.3",
                        Summary = "Returns how a value is represented.",
                        Execution = Execution.TurnRead,
                        Tips = ["nondeterministic_output"],
                        Arguments = [Key()],
                    },
                    new("freq", 3, ReadOnly, At(2, RO))
                    {
                        Since = "4.0.0",
                        Summary = "Returns the logarithmic access frequency of a key.",
                        Tips = ["nondeterministic_output"],
                        Arguments = [Key()],
                    },
                    new("help", 2, Loading | Stale) { Since = "6.2.0", Summary = "Lists the subcommands of OBJECT." },
                    new("idletime", 3, ReadOnly, At(2, RO))
                    {
                        Since = "2.2.3",
                        Summary = "Returns how long a key has not been used, in seconds.",
                        Tips = ["nondeterministic_output"],
                        Arguments = [Key()],
                    },
                    new("refcount", 3, ReadOnly, At(2, RO))
                    {
                        Since = "2.2.3",
                        Summary = "Returns the number of references to a value.",
                        Tips = ["nondeterministic_output"],
                        Arguments = [Key()],
                    },
                ],
            },
            new("randomkey", 1, ReadOnly)
            {
                Since = "1.0.0",
                Summary = "Returns a random key of the database.",
                Tips = ["request_policy:all_shards", "nondeterministic_output"],
            },
            new("rename", 3, Write, At(1, RW | Access | Delete), At(2, OW | Update))
            {
                Since = "1.0.0",
                Summary = "Renames a key, and overwrites what had the new name.",
                Arguments = [Key(), Key("newkey", 1)],
            },
            new("renamenx", 3, Write | Fast, At(1, RW | Access | Delete), At(2, OW | Insert))
            {
                Since = "1.0.0",
                Summary = "Renames a key unless the new name is taken.",
                History = [("3.2.0", "Equal names are no error.")],
                Arguments = [Key(), Key("newkey", 1)],
            },
            new("scan", -2, ReadOnly)
            {
                Since = "2.8.0",
                Summary = "Iterates over the keys of the database.",
                Complexity = "O(1) a call, O(N) for all N keys",
                Tips = ["nondeterministic_output", "request_policy:special"],
                History = [("6.0.0", "`TYPE`.")],
                Arguments =
                [
                    Int("cursor"),
                    Pattern("pattern", "MATCH").Optional(),
                    Int("count", "COUNT").Optional(),
                    Text("type", "TYPE").Optional().From("6.0.0"),
                ],
            },
            new("touch", -2, ReadOnly | Fast, At(1, RO).To(-1))
            {
                Since = "3.2.1",
                Summary = "Counts how many of the keys exist and marks them as used now.",
                Complexity = "O(N) with N keys",
                Tips = ["request_policy:multi_shard", "response_policy:agg_sum"],
                Arguments = [Key().Multiple()],
            },
            new("type", 2, ReadOnly | Fast, At(1, RO))
            {
                Since = "1.0.0",
                Summary = "Returns the type of a value.",
                Arguments = [Key()],
            },
            new("unlink", -2, Write | Fast, At(1, RM | Delete).To(-1))
            {
                Since = "4.0.0",
                Summary = "Removes keys; the space is reclaimed in the background.",
                Complexity = "O(N) with N keys, whatever the size of their values",
                Tips = ["request_policy:multi_shard", "response_policy:agg_sum"],
                Arguments = [Key().Multiple()],
            },
        ];
}
