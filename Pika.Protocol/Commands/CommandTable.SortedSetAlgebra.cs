using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Sorted sets: unions, intersections and differences.</content>
public static partial class CommandTable
{
    private static CommandSpec[] SortedSetAlgebra() =>
        [
            new("zdiff", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns the members of the first sorted set that are in none of the others.",
                Complexity = "O(L log N), L the members of all sets",
                Execution = Execution.TurnRead,
                Arguments = [Int("numkeys"), Key().Multiple(), Word("WITHSCORES").Optional()],
            },
            new("zdiffstore", -4, Write | DenyOom, At(1, OW | Update), Counted(2, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Stores the members of the first sorted set that are in none of the others.",
                Complexity = "O(L log N), L the members of all sets",
                Arguments = [Key("destination"), Int("numkeys"), Key("key", 1).Multiple()],
            },
            new("zinter", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns the members that all sorted sets have.",
                Complexity = "O(N*K), N the members of the smallest of K sets",
                Execution = Execution.TurnRead,
                Arguments =
                [
                    Int("numkeys"),
                    Key().Multiple(),
                    Int("weight", "WEIGHTS").Optional().Multiple(),
                    OneOf("aggregate", Word("SUM"), Word("MIN"), Word("MAX")).WithToken("AGGREGATE").Optional(),
                    Word("WITHSCORES").Optional(),
                ],
            },
            new("zintercard", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "7.0.0",
                Summary = "Counts the members that all sorted sets have.",
                Complexity = "O(N*K), N the members of the smallest of K sets",
                Execution = Execution.TurnRead,
                Arguments = [Int("numkeys"), Key().Multiple(), Int("limit", "LIMIT").Optional()],
            },
            new("zinterstore", -4, Write | DenyOom, At(1, OW | Update), Counted(2, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Stores the members that all sorted sets have.",
                Complexity = "O(N*K), N the members of the smallest of K sets",
                Arguments =
                [
                    Key("destination"),
                    Int("numkeys"),
                    Key("key", 1).Multiple(),
                    Int("weight", "WEIGHTS").Optional().Multiple(),
                    OneOf("aggregate", Word("SUM"), Word("MIN"), Word("MAX")).WithToken("AGGREGATE").Optional(),
                ],
            },
            new("zunion", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns the members that any of the sorted sets has.",
                Complexity = "O(N + M log M)",
                Execution = Execution.TurnRead,
                Arguments =
                [
                    Int("numkeys"),
                    Key().Multiple(),
                    Int("weight", "WEIGHTS").Optional().Multiple(),
                    OneOf("aggregate", Word("SUM"), Word("MIN"), Word("MAX")).WithToken("AGGREGATE").Optional(),
                    Word("WITHSCORES").Optional(),
                ],
            },
            new("zunionstore", -4, Write | DenyOom, At(1, OW | Update), Counted(2, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Stores the members that any of the sorted sets has.",
                Complexity = "O(N + M log M)",
                Arguments =
                [
                    Key("destination"),
                    Int("numkeys"),
                    Key("key", 1).Multiple(),
                    Int("weight", "WEIGHTS").Optional().Multiple(),
                    OneOf("aggregate", Word("SUM"), Word("MIN"), Word("MAX")).WithToken("AGGREGATE").Optional(),
                ],
            },
        ];
}
