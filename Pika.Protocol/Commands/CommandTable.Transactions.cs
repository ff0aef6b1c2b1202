using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>MULTI and what belongs to it.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Transactions() =>
        [
            new("discard", 1, NoScript | Loading | Stale | Fast | AllowBusy)
            {
                Since = "2.0.0",
                Summary = "Ends a transaction without executing it.",
                Complexity = "O(N) with N queued commands",
            },
            new("exec", 1, NoScript | Loading | Stale | SkipSlowLog)
            {
                Since = "1.2.0",
                Summary = "Executes the queued commands as one.",
                Complexity = "Depends on the queued commands",
            },
            new("multi", 1, NoScript | Loading | Stale | Fast | AllowBusy)
            {
                Since = "1.2.0",
                Summary = "Starts a transaction: the commands that follow are queued.",
            },
            new("unwatch", 1, NoScript | Loading | Stale | Fast | AllowBusy) { Since = "2.2.0", Summary = "Forgets all watched keys." },
            new("watch", -2, NoScript | Loading | Stale | Fast | AllowBusy, At(1, RO).To(-1))
            {
                // Not a write, but it has its place in the order of writes.
                Execution = Execution.Write,
                Since = "2.2.0",
                Summary = "Lets the next EXEC fail if one of the keys changes before it.",
                Complexity = "O(1) for each key",
                Arguments = [Key().Multiple()],
            },
        ];
}
