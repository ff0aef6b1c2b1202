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
            new("llen", 2, ReadOnly | Fast, At(1, RO))
            {
                Since = "1.0.0",
                Summary = "Returns the number of elements of a list.",
                Arguments = [Key()],
            },
            new("lpop", -2, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "1.0.0",
                Summary = "Returns and removes elements at the head of a list.",
                Complexity = "O(N) with N elements returned",
                History = [("6.2.0", "The `count` argument.")],
                Arguments = [Key(), Int("count").Optional().From("6.2.0")],
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
            new("rpop", -2, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "1.0.0",
                Summary = "Returns and removes elements at the tail of a list.",
                Complexity = "O(N) with N elements returned",
                History = [("6.2.0", "The `count` argument.")],
                Arguments = [Key(), Int("count").Optional().From("6.2.0")],
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
