using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Lists.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Lists() =>
        [
            new("lindex", 3, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Returns one element of a list by its index.",
                Complexity = "O(1), or O(N) with N the pieces of a list that was changed in the middle",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Int("index")],
            },
            new("linsert", 5, Write | DenyOom, At(1, RW | Insert))
            {
                Since = "2.2.0",
                Summary = "Adds an element before or after another one.",
                Complexity = "O(N) with N the elements up to the one that is looked for",
                Arguments = [Key(), OneOf("where", Word("BEFORE"), Word("AFTER")), Text("pivot"), Text("element")],
            },
            new("llen", 2, ReadOnly | Fast, At(1, RO))
            {
                Since = "1.0.0",
                Summary = "Returns the number of elements of a list.",
                Arguments = [Key()],
            },
            new("lmove", 5, Write | DenyOom, At(1, RW | Access | Delete), At(2, RW | Insert))
            {
                Since = "6.2.0",
                Summary = "Takes an element from one end of a list to one end of another, and returns it.",
                Arguments =
                [
                    Key("source"),
                    Key("destination", 1),
                    OneOf("wherefrom", Word("LEFT"), Word("RIGHT")),
                    OneOf("whereto", Word("LEFT"), Word("RIGHT")),
                ],
            },
            new("lmpop", -4, Write, Counted(1, RW | Access | Delete))
            {
                Since = "7.0.0",
                Summary = "Returns and removes elements of the first list that has any.",
                Complexity = "O(N+M) with N keys and M elements returned",
                Arguments =
                [
                    Int("numkeys"),
                    Key().Multiple(),
                    OneOf("where", Word("LEFT"), Word("RIGHT")),
                    Int("count", "COUNT").Optional(),
                ],
            },
            new("lpop", -2, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "1.0.0",
                Summary = "Returns and removes elements at the head of a list.",
                Complexity = "O(N) with N elements returned",
                History = [("6.2.0", "The `count` argument.")],
                Arguments = [Key(), Int("count").Optional().From("6.2.0")],
            },
            new("lpos", -3, ReadOnly, At(1, RO | Access))
            {
                Since = "6.0.6",
                Summary = "Finds the indexes of the elements that are equal to one.",
                Complexity = "O(N) with N elements compared",
                Execution = Execution.TurnRead,
                Arguments =
                [
                    Key(),
                    Text("element"),
                    Int("rank", "RANK").Optional(),
                    Int("num-matches", "COUNT").Optional(),
                    Int("len", "MAXLEN").Optional(),
                ],
            },
            new("lpush", -3, Write | DenyOom | Fast, At(1, RW | Insert))
            {
                Since = "1.0.0",
                Summary = "Adds elements at the head of a list, which it creates if need be.",
                Complexity = "O(N) with N elements added",
                History = [("2.4.0", "Several elements.")],
                Arguments = [Key(), Text("element").Multiple()],
            },
            new("lpushx", -3, Write | DenyOom | Fast, At(1, RW | Insert))
            {
                Since = "2.2.0",
                Summary = "Adds elements at the head of a list that exists.",
                Complexity = "O(N) with N elements added",
                History = [("4.0.0", "Several elements.")],
                Arguments = [Key(), Text("element").Multiple()],
            },
            new("lrange", 4, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Returns the elements of a list between two indexes.",
                Complexity = "O(S+N) with N elements returned and S as for LINDEX",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Int("start"), Int("stop")],
            },
            new("lrem", 4, Write, At(1, RW | Delete))
            {
                Since = "1.0.0",
                Summary = "Removes the elements that are equal to one.",
                Complexity = "O(N) with N elements compared",
                Arguments = [Key(), Int("count"), Text("element")],
            },
            new("lset", 4, Write | DenyOom, At(1, RW | Update))
            {
                Since = "1.0.0",
                Summary = "Replaces one element of a list by its index.",
                Complexity = "As for LINDEX",
                Arguments = [Key(), Int("index"), Text("element")],
            },
            new("ltrim", 4, Write, At(1, RW | Delete))
            {
                Since = "1.0.0",
                Summary = "Removes all elements of a list but those between two indexes.",
                Complexity = "O(N) with N elements removed, O(1) for very many",
                Arguments = [Key(), Int("start"), Int("stop")],
            },
            new("rpop", -2, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "1.0.0",
                Summary = "Returns and removes elements at the tail of a list.",
                Complexity = "O(N) with N elements returned",
                History = [("6.2.0", "The `count` argument.")],
                Arguments = [Key(), Int("count").Optional().From("6.2.0")],
            },
            new("rpoplpush", 3, Write | DenyOom, At(1, RW | Access | Delete), At(2, RW | Insert))
            {
                Since = "1.2.0",
                Summary = "Takes the last element of a list to the head of another, and returns it.",
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`LMOVE` with the `RIGHT` and `LEFT` arguments",
                Arguments = [Key("source"), Key("destination", 1)],
            },
            new("rpush", -3, Write | DenyOom | Fast, At(1, RW | Insert))
            {
                Since = "1.0.0",
                Summary = "Adds elements at the tail of a list, which it creates if need be.",
                Complexity = "O(N) with N elements added",
                History = [("2.4.0", "Several elements.")],
                Arguments = [Key(), Text("element").Multiple()],
            },
            new("rpushx", -3, Write | DenyOom | Fast, At(1, RW | Insert))
            {
                Since = "2.2.0",
                Summary = "Adds elements at the tail of a list that exists.",
                Complexity = "O(N) with N elements added",
                History = [("4.0.0", "Several elements.")],
                Arguments = [Key(), Text("element").Multiple()],
            },
        ];
}
