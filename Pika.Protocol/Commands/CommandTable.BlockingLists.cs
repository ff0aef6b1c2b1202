using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Lists whose elements a client waits for.</content>
public static partial class CommandTable
{
    private static readonly (string, string) DoubleTimeouts = ("6.0.0", "`timeout` is interpreted as a double instead of an integer.");

    private static CommandSpec[] BlockingLists() =>
        [
            new("blmove", 6, Write | DenyOom | NoScript | Blocking, At(1, RW | Access | Delete), At(2, RW | Insert))
            {
                Since = "6.2.0",
                Summary = "Moves an element from an end of a list to an end of another, and waits until there is one.",
                Arguments =
                [
                    Key("source"),
                    Key("destination", 1),
                    OneOf("wherefrom", Word("LEFT"), Word("RIGHT")),
                    OneOf("whereto", Word("LEFT"), Word("RIGHT")),
                    Float("timeout"),
                ],
            },
            new("blmpop", -5, Write | Blocking, Counted(2, RW | Access | Delete))
            {
                Since = "7.0.0",
                Summary = "Returns and removes elements at an end of the first of several lists that has any, and waits until one has.",
                Complexity = "O(N+M) with N keys and M elements returned",
                Arguments =
                [
                    Float("timeout"),
                    Int("numkeys"),
                    Key().Multiple(),
                    OneOf("where", Word("LEFT"), Word("RIGHT")),
                    Int("count", "COUNT").Optional(),
                ],
            },
            new("blpop", -3, Write | NoScript | Blocking, At(1, RW | Access | Delete).To(-2))
            {
                Since = "2.0.0",
                Summary = "Returns and removes the head of the first of several lists that has any element, and waits until one has.",
                Complexity = "O(N) with N keys",
                History = [DoubleTimeouts],
                Arguments = [Key().Multiple(), Float("timeout")],
            },
            new("brpop", -3, Write | NoScript | Blocking, At(1, RW | Access | Delete).To(-2))
            {
                Since = "2.0.0",
                Summary = "Returns and removes the tail of the first of several lists that has any element, and waits until one has.",
                Complexity = "O(N) with N keys",
                History = [DoubleTimeouts],
                Arguments = [Key().Multiple(), Float("timeout")],
            },
            new("brpoplpush", 4, Write | DenyOom | NoScript | Blocking, At(1, RW | Access | Delete), At(2, RW | Insert))
            {
                Since = "2.2.0",
                Summary = "Moves the tail of a list to the head of another, and waits until there is one.",
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`BLMOVE` with the `RIGHT` and `LEFT` arguments",
                History = [DoubleTimeouts],
                Arguments = [Key("source"), Key("destination", 1), Float("timeout")],
            },
        ];
}
