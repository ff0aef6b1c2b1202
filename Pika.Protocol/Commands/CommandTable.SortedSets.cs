using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Sorted sets: single members.</content>
public static partial class CommandTable
{
    private static CommandSpec[] SortedSets() =>
        [
            new("zadd", -4, Write | DenyOom | Fast, At(1, RW | Update))
            {
                Since = "1.2.0",
                Summary = "Adds members, or gives them other scores.",
                Complexity = "O(log N) for each member",
                History = [("2.4.0", "Several members."), ("3.0.2", "`XX`, `NX`, `CH` and `INCR`."), ("6.2.0", "`GT` and `LT`.")],
                Arguments =
                [
                    Key(),
                    OneOf("condition", Word("NX"), Word("XX")).Optional().From("3.0.2"),
                    OneOf("comparison", Word("GT"), Word("LT")).Optional().From("6.2.0"),
                    Word("CH", "change").Optional().From("3.0.2"),
                    Word("INCR", "increment").Optional().From("3.0.2"),
                    Block("score_member", Float("score"), Text("member")).Multiple(),
                ],
            },
            new("zcard", 2, ReadOnly | Fast, At(1, RO))
            {
                Since = "1.2.0",
                Summary = "Returns the number of members.",
                Arguments = [Key()],
            },
            new("zincrby", 4, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "1.2.0",
                Summary = "Adds to the score of a member.",
                Complexity = "O(log N)",
                Arguments = [Key(), Int("increment"), Text("member")],
            },
            new("zmpop", -4, Write, Counted(1, RW | Access | Delete))
            {
                Since = "7.0.0",
                Summary = "Removes members from the first sorted set that is not empty, and returns them.",
                Complexity = "O(K) + O(M log N)",
                Arguments = [Int("numkeys"), Key().Multiple(), OneOf("where", Word("MIN"), Word("MAX")), Int("count", "COUNT").Optional()],
            },
            new("zmscore", -3, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns the scores of members.",
                Complexity = "O(N)",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("member").Multiple()],
            },
            new("zpopmax", -2, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "5.0.0",
                Summary = "Removes the members with the highest scores and returns them.",
                Complexity = "O(M log N)",
                Arguments = [Key(), Int("count").Optional()],
            },
            new("zpopmin", -2, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "5.0.0",
                Summary = "Removes the members with the lowest scores and returns them.",
                Complexity = "O(M log N)",
                Arguments = [Key(), Int("count").Optional()],
            },
            new("zrank", 3, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Returns the rank of a member, from the lowest score.",
                Complexity = "O(log N)",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("member")],
            },
            new("zrem", -3, Write | Fast, At(1, RW | Delete))
            {
                Since = "1.2.0",
                Summary = "Removes members.",
                Complexity = "O(M log N)",
                History = [("2.4.0", "Several members.")],
                Arguments = [Key(), Text("member").Multiple()],
            },
            new("zrevrank", 3, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Returns the rank of a member, from the highest score.",
                Complexity = "O(log N)",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("member")],
            },
            new("zscore", 3, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "1.2.0",
                Summary = "Returns the score of a member.",
                Arguments = [Key(), Text("member")],
            },
        ];
}
