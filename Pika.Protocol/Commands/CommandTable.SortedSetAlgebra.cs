using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Sorted sets: unions, intersections and differences.</content>
public static partial class CommandTable
{
    private const string DifferenceCost = "O(L log N), L the members of all sets";
    private const string IntersectionCost = "O(N*K), N the members of the smallest of K sets";
    private const string UnionCost = "O(N + M log M)";

    private static CommandSpec[] SortedSetAlgebra() =>
        [
            new("zdiff", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns the members of the first sorted set that are in none of the others.",
                Complexity = DifferenceCost,
                Execution = Execution.TurnRead,
                Arguments = [Int("numkeys"), Key().Multiple(), WithScores()],
            },
            new("zdiffstore", -4, Write | DenyOom, At(1, OW | Update), Counted(2, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Stores the members of the first sorted set that are in none of the others.",
                Complexity = DifferenceCost,
                Arguments = [Key("destination"), Int("numkeys"), Key("key", 1).Multiple()],
            },
            new("zinter", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns the members that all sorted sets have.",
                Complexity = IntersectionCost,
                Execution = Execution.TurnRead,
                Arguments = [Int("numkeys"), Key().Multiple(), .. Weights(), WithScores()],
            },
            new("zintercard", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "7.0.0",
                Summary = "Counts the members that all sorted sets have.",
                Complexity = IntersectionCost,
                Execution = Execution.TurnRead,
                Arguments = [Int("numkeys"), Key().Multiple(), Int("limit", "LIMIT").Optional()],
            },
            new("zinterstore", -4, Write | DenyOom, At(1, OW | Update), Counted(2, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Stores the members that all sorted sets have.",
                Complexity = IntersectionCost,
                Arguments = [Key("destination"), Int("numkeys"), Key("key", 1).Multiple(), .. Weights()],
            },
            new("zunion", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns the members that any of the sorted sets has.",
                Complexity = UnionCost,
                Execution = Execution.TurnRead,
                Arguments = [Int("numkeys"), Key().Multiple(), .. Weights(), WithScores()],
            },
            new("zunionstore", -4, Write | DenyOom, At(1, OW | Update), Counted(2, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Stores the members that any of the sorted sets has.",
                Complexity = UnionCost,
                Arguments = [Key("destination"), Int("numkeys"), Key("key", 1).Multiple(), .. Weights()],
            },
        ];

    private static Argument[] Weights() =>
        [
            Int("weight", "WEIGHTS").Optional().Multiple(),
            OneOf("aggregate", Word("SUM"), Word("MIN"), Word("MAX")).WithToken("AGGREGATE").Optional(),
        ];
}
