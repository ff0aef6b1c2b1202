using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Maps of fields to values.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Hashes() =>
        [
            new("hdel", -3, Write | Fast, At(1, RW | Delete))
            {
                Since = "2.0.0",
                Summary = "Removes fields from a hash, and the key with the last one.",
                Complexity = "O(N) with N fields",
                History = [("2.4.0", "Several fields at once.")],
                Arguments = [Key(), Text("field").Multiple()],
            },
            new("hexists", 3, ReadOnly | Fast, At(1, RO))
            {
                Since = "2.0.0",
                Summary = "Tells whether a hash has a field.",
                Arguments = [Key(), Text("field")],
            },
            new("hget", 3, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Returns the value of a field.",
                Arguments = [Key(), Text("field")],
            },
            new("hgetall", 2, ReadOnly, At(1, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Returns all fields of a hash and their values.",
                Complexity = "O(N) with N fields",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output_order"],
                Arguments = [Key()],
            },
            new("hincrby", 4, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "2.0.0",
                Summary = "Adds an integer to the value of a field.",
                Arguments = [Key(), Text("field"), Int("increment")],
            },
            new("hincrbyfloat", 4, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "2.6.0",
                Summary = "Adds a floating-point number to the value of a field.",
                Arguments = [Key(), Text("field"), Float("increment")],
            },
            new("hkeys", 2, ReadOnly, At(1, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Returns all fields of a hash.",
                Complexity = "O(N) with N fields",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output_order"],
                Arguments = [Key()],
            },
            new("hlen", 2, ReadOnly | Fast, At(1, RO))
            {
                Since = "2.0.0",
                Summary = "Returns the number of fields of a hash.",
                Arguments = [Key()],
            },
            new("hmget", -3, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Returns the values of fields.",
                Complexity = "O(N) with N fields",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("field").Multiple()],
            },
            new("hmset", -4, Write | DenyOom | Fast, At(1, RW | Update))
            {
                Since = "2.0.0",
                Summary = "Sets fields of a hash.",
                Complexity = "O(N) with N fields",
                DeprecatedSince = "4.0.0",
                ReplacedBy = "`HSET` with several fields",
                Arguments = [Key(), Block("field_value", Text("field"), Text("value")).Multiple()],
            },
            new("hrandfield", -2, ReadOnly, At(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns random fields of a hash.",
                Complexity = "O(N) with N fields wanted",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output"],
                Arguments = [Key(), Block("options", Int("count"), Word("WITHVALUES").Optional()).Optional()],
            },
            new("hscan", -3, ReadOnly, At(1, RO | Access))
            {
                Since = "2.8.0",
                Summary = "Iterates over the fields of a hash and their values.",
                Complexity = "O(1) a call, O(N) for all N fields",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output"],
                Arguments = [Key(), Int("cursor"), Pattern("pattern", "MATCH").Optional(), Int("count", "COUNT").Optional()],
            },
            new("hset", -4, Write | DenyOom | Fast, At(1, RW | Update))
            {
                Since = "2.0.0",
                Summary = "Sets fields of a hash, and makes it if need be.",
                Complexity = "O(N) with N fields",
                History = [("4.0.0", "Several fields at once.")],
                Arguments = [Key(), Block("field_value", Text("field"), Text("value")).Multiple()],
            },
            new("hsetnx", 4, Write | DenyOom | Fast, At(1, RW | Insert))
            {
                Since = "2.0.0",
                Summary = "Sets a field unless the hash has it.",
                Arguments = [Key(), Text("field"), Text("value")],
            },
            new("hstrlen", 3, ReadOnly | Fast, At(1, RO))
            {
                Since = "3.2.0",
                Summary = "Returns the length of the value of a field.",
                Arguments = [Key(), Text("field")],
            },
            new("hvals", 2, ReadOnly, At(1, RO | Access))
            {
                Since = "2.0.0",
                Summary = "Returns the values of all fields of a hash.",
                Complexity = "O(N) with N fields",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output_order"],
                Arguments = [Key()],
            },
        ];
}
