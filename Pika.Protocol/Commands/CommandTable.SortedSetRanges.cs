using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Sorted sets: ranges of members.</content>
public static partial class CommandTable
{
    private static CommandSpec[] SortedSetRanges() =>
        [
            new("zcount", 4, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Counts the members with scores in a range.",
                Complexity = "O(log N)",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Float("min"), Float("max")],
            },
            new("zlexcount", 4, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "2.8.9",
                Summary = "Counts the members in a range, where all scores are equal.",
                Complexity = "O(log N)",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("min"), Text("max")],
            },
            new("zrandmember", -2, ReadOnly, At(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns members chosen by chance.",
                Complexity = "O(M log N)",
                Tips = ["nondeterministic_output"],
                Execution = Execution.TurnRead,
                Arguments = [Key(), Block("options", Int("count"), WithScores()).Optional()],
            },
            new("zrange", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "1.2.0",
                Summary = "Returns the members in a range of ranks, scores or members.",
                Complexity = "O(log N + M)",
                History = [("6.2.0", "`REV`, `BYSCORE`, `BYLEX` and `LIMIT`.")],
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("start"), Text("stop"), .. RangeWords().Select(word => word.From("6.2.0")), WithScores()],
            },
            new("zrangebylex", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "2.8.9",
                Summary = "Returns the members in a range of members, where all scores are equal.",
                Complexity = "O(log N + M)",
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`ZRANGE` with the `BYLEX` argument",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("min"), Text("max"), Limit()],
            },
            new("zrangebyscore", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.5",
                Summary = "Returns the members in a range of scores.",
                Complexity = "O(log N + M)",
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`ZRANGE` with the `BYSCORE` argument",
                History = [("2.0.0", "`WITHSCORES`.")],
                Execution = Execution.TurnRead,
                Arguments = [Key(), Float("min"), Float("max"), WithScores().From("2.0.0"), Limit()],
            },
            new("zrangestore", -5, Write | DenyOom, At(1, OW | Update), At(2, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Stores the members in a range of another sorted set.",
                Complexity = "O(log N + M log M)",
                Arguments = [Key("dst"), Key("src", 1), Text("min"), Text("max"), .. RangeWords()],
            },
            new("zremrangebylex", 4, Write, At(1, RW | Delete))
            {
                Since = "2.8.9",
                Summary = "Removes the members in a range of members, where all scores are equal.",
                Complexity = "O(log N + M)",
                Arguments = [Key(), Text("min"), Text("max")],
            },
            new("zremrangebyrank", 4, Write, At(1, RW | Delete))
            {
                Since = "2.0.0",
                Summary = "Removes the members in a range of ranks.",
                Complexity = "O(log N + M)",
                Arguments = [Key(), Int("start"), Int("stop")],
            },
            new("zremrangebyscore", 4, Write, At(1, RW | Delete))
            {
                Since = "1.2.0",
                Summary = "Removes the members in a range of scores.",
                Complexity = "O(log N + M)",
                Arguments = [Key(), Float("min"), Float("max")],
            },
            new("zrevrange", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "1.2.0",
                Summary = "Returns the members in a range of ranks, from the highest score.",
                Complexity = "O(log N + M)",
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`ZRANGE` with the `REV` argument",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Int("start"), Int("stop"), WithScores()],
            },
            new("zrevrangebylex", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "2.8.9",
                Summary = "Returns the members in a range of members, backwards, where all scores are equal.",
                Complexity = "O(log N + M)",
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`ZRANGE` with the `REV` and `BYLEX` arguments",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("max"), Text("min"), Limit()],
            },
            new("zrevrangebyscore", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "2.2.0",
                Summary = "Returns the members in a range of scores, from the highest score.",
                Complexity = "O(log N + M)",
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`ZRANGE` with the `REV` and `BYSCORE` arguments",
                History = [("2.1.6", "Ends that are not included.")],
                Execution = Execution.TurnRead,
                Arguments = [Key(), Float("max"), Float("min"), WithScores(), Limit()],
            },
            new("zscan", -3, ReadOnly, At(1, RO | Access))
            {
                Since = "2.8.0",
                Summary = "Goes through members and scores, step by step.",
                Complexity = "O(1) for each call",
                Tips = ["nondeterministic_output"],
                Execution = Execution.TurnRead,
                Arguments = [Key(), Int("cursor"), Pattern("pattern", "MATCH").Optional(), Int("count", "COUNT").Optional()],
            },
        ];

    private static Argument[] RangeWords() => [OneOf("sortby", Word("BYSCORE"), Word("BYLEX")).Optional(), Word("REV").Optional(), Limit()];

    private static Argument Limit() => Block("offset_count", Int("offset"), Int("count")).WithToken("LIMIT").Optional();

    private static Argument WithScores() => Word("WITHSCORES").Optional();
}
