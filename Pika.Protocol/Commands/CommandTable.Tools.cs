using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>What tools and operators ask the server: users, latency, modules, slow commands.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Tools() =>
        [
            new("acl", -2, CommandFlags.None)
            {
                Since = "6.0.0",
                Summary = "Commands about users and what they may do.",
                Complexity = "Depends on the subcommand.",
                Subcommands =
                [
                    new("help", 2, Loading | Stale) { Since = "6.0.0", Summary = "Lists the subcommands of ACL." },
                    new("users", 2, Admin | NoScript | Loading | Stale)
                    {
                        Since = "6.0.0",
                        Summary = "Names the users.",
                        Complexity = "O(N) with N users",
                    },
                    new("whoami", 2, NoScript | Loading | Stale) { Since = "6.0.0", Summary = "Names the user of this connection." },
                ],
            },
            new("latency", -2, CommandFlags.None)
            {
                Since = "2.8.13",
                Summary = "Commands about latency spikes.",
                Complexity = "Depends on the subcommand.",
                Subcommands = Latency(),
            },
            new("module", -2, CommandFlags.None)
            {
                Since = "4.0.0",
                Summary = "Commands about modules.",
                Complexity = "Depends on the subcommand.",
                Subcommands =
                [
                    new("help", 2, Loading | Stale) { Since = "5.0.0", Summary = "Lists the subcommands of MODULE." },
                    new("list", 2, Admin | NoScript)
                    {
                        Since = "4.0.0",
                        Summary = "Lists the modules that are loaded.",
                        Complexity = "O(N) with N modules",
                        Tips = ["nondeterministic_output_order"],
                    },
                ],
            },
            new("slowlog", -2, CommandFlags.None)
            {
                Since = "2.2.12",
                Summary = "Commands about the slow log.",
                Complexity = "Depends on the subcommand.",
                Subcommands = SlowLog(),
            },
        ];

    private static CommandSpec[] Latency() =>
        [
            new("help", 2, Loading | Stale) { Since = "2.8.13", Summary = "Lists the subcommands of LATENCY." },
            new("history", 3, Admin | NoScript | Loading | Stale)
            {
                Since = "2.8.13",
                Summary = "Returns the spikes of an event, with their times.",
                Tips = ["nondeterministic_output", "request_policy:all_nodes", "response_policy:special"],
                Arguments = [Text("event")],
            },
            new("latest", 2, Admin | NoScript | Loading | Stale)
            {
                Since = "2.8.13",
                Summary = "Returns the last spike of each event.",
                Tips = ["nondeterministic_output", "request_policy:all_nodes", "response_policy:special"],
            },
            new("reset", -2, Admin | NoScript | Loading | Stale)
            {
                Since = "2.8.13",
                Summary = "Forgets the spikes of some events, or of all.",
                Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
                Arguments = [Text("event").Optional().Multiple()],
            },
        ];

    private static CommandSpec[] SlowLog() =>
        [
            new("get", -2, Admin | Loading | Stale)
            {
                Since = "2.2.12",
                Summary = "Returns the newest entries of the slow log.",
                Complexity = "O(N) with N entries returned",
                Tips = ["request_policy:all_nodes", "nondeterministic_output"],
                History = [("4.0.0", "The client's address and name.")],
                Arguments = [Int("count").Optional()],
            },
            new("help", 2, Loading | Stale) { Since = "6.2.0", Summary = "Lists the subcommands of SLOWLOG." },
            new("len", 2, Admin | Loading | Stale)
            {
                Since = "2.2.12",
                Summary = "Counts the entries of the slow log.",
                Tips = ["request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output"],
            },
            new("reset", 2, Admin | Loading | Stale)
            {
                Since = "2.2.12",
                Summary = "Forgets the entries of the slow log.",
                Complexity = "O(N) with N entries",
                Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
            },
        ];
}
