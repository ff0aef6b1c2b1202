using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Unordered collections of different members.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Sets() =>
        [
            new("sadd", -3, Write | DenyOom | Fast, At(1, RW | Insert))
            {
                Since = "1.0.0",
                Summary = "Adds members to a set, and makes it if need be.",
                Complexity = "O(N) with N members",
                History = [("2.4.0", "Several members at once.")],
                Arguments = [Key(), Text("member").Multiple()],
            },
            new("scard", 2, ReadOnly | Fast, At(1, RO))
            {
                Since = "1.0.0",
                Summary = "Returns the number of members of a set.",
                Arguments = [Key()],
            },
            new("sdiff", -2, ReadOnly, At(1, RO | Access).To(-1))
            {
                Since = "1.0.0",
                Summary = "Returns the members of the first set that no other set has.",
                Complexity = "O(N) with N members in all sets",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output_order"],
                Arguments = [Key().Multiple()],
            },
            new("sdiffstore", -3, Write | DenyOom, At(1, OW | Update), At(2, RO | Access).To(-1))
            {
                Since = "1.0.0",
                Summary = "Stores the members of the first set that no other set has.",
                Complexity = "O(N) with N members in all sets",
                Arguments = [Key("destination"), Key("key", 1).Multiple()],
            },
            new("sinter", -2, ReadOnly, At(1, RO | Access).To(-1))
            {
                Since = "1.0.0",
                Summary = "Returns the members that all sets have.",
                Complexity = "O(N*M) with N members in the smallest of M sets",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output_order"],
                Arguments = [Key().Multiple()],
            },
            new("sintercard", -3, ReadOnly, Counted(1, RO | Access))
            {
                Since = "7.0.0",
                Summary = "Counts the members that all sets have.",
                Complexity = "O(N*M) with N members in the smallest of M sets",
                Execution = Execution.TurnRead,
                Arguments = [Int("numkeys"), Key().Multiple(), Int("limit", "LIMIT").Optional()],
            },
            new("sinterstore", -3, Write | DenyOom, At(1, RW | Update), At(2, RO | Access).To(-1))
            {
                Since = "1.0.0",
                Summary = "Stores the members that all sets have.",
                Complexity = "O(N*M) with N members in the smallest of M sets",
                Arguments = [Key("destination"), Key("key", 1).Multiple()],
            },
            new("sismember", 3, ReadOnly | Fast, At(1, RO))
            {
                Since = "1.0.0",
                Summary = "Tells whether a set has a member.",
                Arguments = [Key(), Text("member")],
            },
            new("smembers", 2, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Returns all members of a set.",
                Complexity = "O(N) with N members",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output_order"],
                Arguments = [Key()],
            },
            new("smismember", -3, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Tells of each member whether a set has it.",
                Complexity = "O(N) with N members",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("member").Multiple()],
            },
            new("smove", 4, Write | Fast, At(1, RW | Access | Delete), At(2, RW | Insert))
            {
                Since = "1.0.0",
                Summary = "Moves a member from one set to another.",
                Arguments = [Key("source"), Key("destination", 1), Text("member")],
            },
            new("spop", -2, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "1.0.0",
                Summary = "Removes random members from a set and returns them.",
                Complexity = "O(N) with N members wanted",
                Tips = ["nondeterministic_output"],
                History = [("3.2.0", "A count.")],
                Arguments = [Key(), Int("count").Optional().From("3.2.0")],
            },
            new("srandmember", -2, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Returns random members of a set.",
                Complexity = "O(N) with N members wanted",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output"],
                History = [("2.6.0", "A count.")],
                Arguments = [Key(), Int("count").Optional().From("2.6.0")],
            },
            new("srem", -3, Write | Fast, At(1, RW | Delete))
            {
                Since = "1.0.0",
                Summary = "Removes members from a set, and the key with the last one.",
                Complexity = "O(N) with N members",
                History = [("2.4.0", "Several members at once.")],
                Arguments = [Key(), Text("member").Multiple()],
            },
            new("sscan", -3, ReadOnly, At(1, RO | Access))
            {
                Since = "2.8.0",
                Summary = "Iterates over the members of a set.",
                Complexity = "O(1) a call, O(N) for all N members",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output"],
                Arguments = [Key(), Int("cursor"), Pattern("pattern", "MATCH").Optional(), Int("count", "COUNT").Optional()],
            },
            new("sunion", -2, ReadOnly, At(1, RO | Access).To(-1))
            {
                Since = "1.0.0",
                Summary = "Returns the members that any of the sets has.",
                Complexity = "O(N) with N members in all sets",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output_order"],
                Arguments = [Key().Multiple()],
            },
            new("sunionstore", -3, Write | DenyOom, At(1, OW | Update), At(2, RO | Access).To(-1))
            {
                Since = "1.0.0",
                Summary = "Stores the members that any of the sets has.",
                Complexity = "O(N) with N members in all sets",
                Arguments = [Key("destination"), Key("key", 1).Multiple()],
            },
        ];
}
