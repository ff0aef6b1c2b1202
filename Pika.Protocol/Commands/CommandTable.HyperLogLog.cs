using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>HyperLogLogs: strings that estimate how many distinct elements were added to them.</content>
public static partial class CommandTable
{
    private static CommandSpec[] HyperLogLogs() =>
        [
            new("pfadd", -2, Write | DenyOom | Fast, At(1, RW | KeyFlags.Insert))
            {
                Since = "2.8.9",
                Summary = "Adds elements to a HyperLogLog.",
                Complexity = "O(1) for each element",
                Arguments = [Key(), Text("element").Optional().Multiple()],
            },
            new(
                "pfcount",
                -2,
                ReadOnly,
                At(1, RW | Access).To(-1).Note("RW because it may change the internal representation of the key, and propagate to replicas")
            )
            {
                Since = "2.8.9",
                Summary = "Estimates how many distinct elements were added to HyperLogLogs together.",
                Complexity = "O(1) for one key, whose result is kept; O(N) with N keys, which are merged each time",
                // The result is kept in the value.
                Execution = Execution.Write,
                Arguments = [Key().Multiple()],
            },
            new("pfdebug", 3, Write | DenyOom | Admin | SystemCommand, At(2, RW | Access))
            {
                Since = "2.8.9",
                Summary = "Shows or changes the form of a HyperLogLog.",
                Complexity = "N/A",
                Arguments = [Text("subcommand"), Key()],
            },
            new("pfmerge", -2, Write | DenyOom, At(1, RW | Access | KeyFlags.Insert), At(2, RO | Access).To(-1))
            {
                Since = "2.8.9",
                Summary = "Merges HyperLogLogs into one.",
                Complexity = "O(N) with N HyperLogLogs",
                Arguments = [Key("destkey"), Key("sourcekey", 1).Multiple()],
            },
            new("pfselftest", 1, Admin | SystemCommand)
            {
                Since = "2.8.9",
                Summary = "Tests HyperLogLogs.",
                Complexity = "N/A",
            },
        ];
}
