using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>The subcommands of COMMAND, CONFIG and MEMORY.</content>
public static partial class CommandTable
{
    private static CommandSpec[] CommandSubcommands() =>
        [
            new("count", 2, Loading | Stale)
            {
                Since = "2.8.13",
                Summary = "Counts the commands.",
                Acl = AclCategories.Connection,
            },
            new("docs", -2, Loading | Stale)
            {
                Since = "7.0.0",
                Summary = "Documents commands: syntax, cost, history.",
                Complexity = "O(N) with N commands asked for",
                Acl = AclCategories.Connection,
                Tips = ["nondeterministic_output_order"],
                Arguments = [Text("command-name").Optional().Multiple()],
            },
            new("getkeys", -4, Loading | Stale)
            {
                Since = "2.8.13",
                Summary = "Finds the keys among the arguments of a full command.",
                Complexity = "O(N) with N arguments",
                Acl = AclCategories.Connection,
            },
            new("getkeysandflags", -4, Loading | Stale)
            {
                Since = "7.0.0",
                Summary = "Finds the keys among the arguments of a full command, and what it does with each.",
                Complexity = "O(N) with N arguments",
                Acl = AclCategories.Connection,
            },
            new("help", 2, Loading | Stale)
            {
                Since = "5.0.0",
                Summary = "Lists the subcommands of COMMAND.",
                Acl = AclCategories.Connection,
            },
            new("info", -2, Loading | Stale)
            {
                Since = "2.8.13",
                Summary = "Describes commands: arity, flags, keys, categories.",
                Complexity = "O(N) with N commands asked for",
                Acl = AclCategories.Connection,
                Tips = ["nondeterministic_output_order"],
                History = [("7.0.0", "Without names, all commands.")],
                Arguments = [Text("command-name").Optional().Multiple()],
            },
            new("list", -2, Loading | Stale)
            {
                Since = "7.0.0",
                Summary = "Names the commands, all of them or those that match a filter.",
                Complexity = "O(N) with N commands",
                Acl = AclCategories.Connection,
                Tips = ["nondeterministic_output_order"],
                Arguments =
                [
                    OneOf("filterby", Text("module-name", "MODULE"), Text("category", "ACLCAT"), Pattern("pattern", "PATTERN"))
                        .WithToken("FILTERBY")
                        .Optional(),
                ],
            },
        ];

    private static CommandSpec[] Config() =>
        [
            new("get", -3, Admin | NoScript | Loading | Stale)
            {
                Since = "2.0.0",
                Summary = "Returns the parameters that match a pattern, with their values.",
                Complexity = "O(N) with N parameters that match",
                History = [("7.0.0", "Several patterns at once.")],
                Arguments = [Block("parameter", Text("parameter")).Multiple()],
            },
            new("help", 2, Loading | Stale) { Since = "5.0.0", Summary = "Lists the subcommands of CONFIG." },
            new("resetstat", 2, Admin | NoScript | Loading | Stale) { Since = "2.0.0", Summary = "Sets the counters of INFO to zero." },
            new("rewrite", 2, Admin | NoScript | Loading | Stale)
            {
                Since = "2.8.0",
                Summary = "Writes the running configuration to its file.",
            },
            new("set", -4, Admin | NoScript | Loading | Stale)
            {
                Since = "2.0.0",
                Summary = "Changes parameters while the server runs.",
                Complexity = "O(N) with N parameters given",
                Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
                History = [("7.0.0", "Several parameters at once.")],
                Arguments = [Block("parameter_value", Text("parameter"), Text("value")).Multiple()],
            },
        ];

    private static CommandSpec[] Memory() =>
        [
            new("doctor", 2, CommandFlags.None)
            {
                Since = "4.0.0",
                Summary = "Reports problems of memory use.",
                Tips = ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
            },
            new("help", 2, Loading | Stale) { Since = "4.0.0", Summary = "Lists the subcommands of MEMORY." },
            new("purge", 2, CommandFlags.None)
            {
                Since = "4.0.0",
                Summary = "Returns unused memory to the system.",
                Complexity = "Depends on how much memory is in use",
                Execution = Execution.SlowRead,
                Tips = ["request_policy:all_shards", "response_policy:all_succeeded"],
            },
            new("stats", 2, CommandFlags.None)
            {
                Since = "4.0.0",
                Summary = "Reports memory use in detail.",
                Tips = ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
            },
            new("usage", -3, ReadOnly, At(2, RO))
            {
                Since = "4.0.0",
                Summary = "Estimates the size of a key and its value in bytes.",
                Complexity = "O(N) with N samples",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Int("count", "SAMPLES").Optional()],
            },
        ];
}
