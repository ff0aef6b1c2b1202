using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Streams: their entries.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Streams() =>
        [
            new("xadd", -5, Write | DenyOom | Fast, At(1, RW | Update).Note("It updates rather than inserts, since it may trim"))
            {
                Since = "5.0.0",
                Summary = "Adds an entry to a stream, and trims the stream if asked to.",
                Complexity = "O(1), and O(N) with N entries trimmed",
                Tips = ["nondeterministic_output"],
                History =
                [
                    ("6.2.0", "`NOMKSTREAM`, trimming by `MINID`, and `LIMIT`."),
                    ("7.0.0", "Ids of which only the time is given: `<ms>-*`."),
                ],
                Arguments =
                [
                    Key(),
                    Word("NOMKSTREAM").Optional().From("6.2.0"),
                    Trim().Optional(),
                    OneOf("id_or_auto", Word("*", "auto_id"), Text("id")),
                    Block("field_value", Text("field"), Text("value")).Multiple(),
                ],
            },
            new("xdel", -3, Write | Fast, At(1, RW | Delete))
            {
                Since = "5.0.0",
                Summary = "Deletes entries by their ids.",
                Complexity = "O(1) for each entry",
                Arguments = [Key(), Text("id").Multiple()],
            },
            new("xlen", 2, ReadOnly | Fast, At(1, RO))
            {
                Since = "5.0.0",
                Summary = "Counts the entries of a stream.",
                Arguments = [Key()],
            },
            new("xrange", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "5.0.0",
                Summary = "Returns the entries between two ids.",
                Complexity = "O(N) with N entries returned",
                Execution = Execution.TurnRead,
                History = [("6.2.0", "Ends that are left out: `(id`.")],
                Arguments = [Key(), Text("start"), Text("end"), Int("count", "COUNT").Optional()],
            },
            new("xrevrange", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "5.0.0",
                Summary = "Returns the entries between two ids, the last first.",
                Complexity = "O(N) with N entries returned",
                Execution = Execution.TurnRead,
                History = [("6.2.0", "Ends that are left out: `(id`.")],
                Arguments = [Key(), Text("end"), Text("start"), Int("count", "COUNT").Optional()],
            },
            new("xtrim", -4, Write, At(1, RW | Delete))
            {
                Since = "5.0.0",
                Summary = "Removes the oldest entries of a stream.",
                Complexity = "O(N) with N entries removed",
                Tips = ["nondeterministic_output"],
                History = [("6.2.0", "Trimming by `MINID`, and `LIMIT`.")],
                Arguments = [Key(), Trim()],
            },
        ];

    private static Argument Trim() =>
        Block(
            "trim",
            OneOf("strategy", Word("MAXLEN"), Word("MINID").From("6.2.0")),
            OneOf("operator", Word("=", "equal"), Word("~", "approximately")).Optional(),
            Text("threshold"),
            Int("count", "LIMIT").Optional().From("6.2.0")
        );
}
