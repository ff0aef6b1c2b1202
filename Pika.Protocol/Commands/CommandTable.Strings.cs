using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Strings.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Strings() =>
        [
            new("append", 3, Write | DenyOom | Fast, At(1, RW | Insert))
            {
                Since = "2.0.0",
                Summary = "Adds bytes to the end of a string, which it creates if need be.",
                Complexity = "O(N) with N the length of the result",
                Arguments = [Key(), Text("value")],
            },
            new("decr", 2, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "1.0.0",
                Summary = "Subtracts one from an integer.",
                Arguments = [Key()],
            },
            new("decrby", 3, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "1.0.0",
                Summary = "Subtracts from an integer.",
                Arguments = [Key(), Int("decrement")],
            },
            new("get", 2, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Returns a string.",
                Arguments = [Key()],
            },
            new("getdel", 2, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "6.2.0",
                Summary = "Returns a string and removes its key.",
                Arguments = [Key()],
            },
            new("getex", -2, Write | Fast, At(1, RW | Access | Update).Note("It may change the expiry"))
            {
                Since = "6.2.0",
                Summary = "Returns a string and sets or takes off its expiry.",
                Arguments =
                [
                    Key(),
                    OneOf(
                            "expiration",
                            Int("seconds", "EX"),
                            Int("milliseconds", "PX"),
                            UnixTime("unix-time-seconds", "EXAT"),
                            UnixTime("unix-time-milliseconds", "PXAT"),
                            Word("PERSIST")
                        )
                        .Optional(),
                ],
            },
            new("getrange", 4, ReadOnly, At(1, RO | Access))
            {
                Since = "2.4.0",
                Summary = "Returns a part of a string.",
                Complexity = "O(N) with N the length of the string",
                Arguments = [Key(), Int("start"), Int("end")],
            },
            new("getset", 3, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "1.0.0",
                Summary = "Sets a string and returns what was there.",
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`SET` with the `!GET` argument",
                Arguments = [Key(), Text("value")],
            },
            new("incr", 2, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "1.0.0",
                Summary = "Adds one to an integer.",
                Arguments = [Key()],
            },
            new("incrby", 3, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "1.0.0",
                Summary = "Adds to an integer.",
                Arguments = [Key(), Int("increment")],
            },
            new("incrbyfloat", 3, Write | DenyOom | Fast, At(1, RW | Access | Update))
            {
                Since = "2.6.0",
                Summary = "Adds to a floating-point number.",
                Arguments = [Key(), Float("increment")],
            },
            new("lcs", -3, ReadOnly, At(1, RO | Access).To(1))
            {
                Since = "7.0.0",
                Summary = "Finds the longest common subsequence of two strings.",
                Complexity = "O(N*M) with N and M the lengths of the strings",
                Arguments =
                [
                    Key("key1"),
                    Key("key2"),
                    Word("LEN").Optional(),
                    Word("IDX").Optional(),
                    Int("len", "MINMATCHLEN").Optional(),
                    Word("WITHMATCHLEN").Optional(),
                ],
            },
            new("mget", -2, ReadOnly | Fast, At(1, RO | Access).To(-1))
            {
                Since = "1.0.0",
                Summary = "Returns several strings.",
                Complexity = "O(N) with N keys",
                Tips = ["request_policy:multi_shard"],
                Arguments = [Key().Multiple()],
            },
            new("mset", -3, Write | DenyOom, At(1, OW | Update).To(-1, step: 2))
            {
                Since = "1.0.1",
                Summary = "Sets several strings at once.",
                Complexity = "O(N) with N keys",
                Tips = ["request_policy:multi_shard", "response_policy:all_succeeded"],
                Arguments = [Block("key_value", Key(), Text("value")).Multiple()],
            },
            new("msetnx", -3, Write | DenyOom, At(1, OW | Insert).To(-1, step: 2))
            {
                Since = "1.0.1",
                Summary = "Sets several strings at once if none of the keys exists.",
                Complexity = "O(N) with N keys",
                Tips = ["request_policy:multi_shard", "response_policy:agg_min"],
                Arguments = [Block("key_value", Key(), Text("value")).Multiple()],
            },
            new("psetex", 4, Write | DenyOom, At(1, OW | Update))
            {
                Since = "2.6.0",
                Summary = "Sets a string with a time to live in milliseconds.",
                Arguments = [Key(), Int("milliseconds"), Text("value")],
            },
            new("set", -3, Write | DenyOom, At(1, RW | Access | Update | VariableFlags).Note("It reads too when `GET` is given"))
            {
                Since = "1.0.0",
                Summary = "Sets a string, whatever the key held before.",
                KeyRule = KeyRules.Set,
                History =
                [
                    ("2.6.12", "`EX`, `PX`, `NX` and `XX`."),
                    ("6.0.0", "`KEEPTTL`."),
                    ("6.2.0", "`GET`, `EXAT` and `PXAT`."),
                    ("7.0.0", "`NX` and `GET` go together."),
                ],
                Arguments =
                [
                    Key(),
                    Text("value"),
                    OneOf("condition", Word("NX"), Word("XX")).Optional().From("2.6.12"),
                    Word("GET").Optional().From("6.2.0"),
                    OneOf(
                            "expiration",
                            Int("seconds", "EX").From("2.6.12"),
                            Int("milliseconds", "PX").From("2.6.12"),
                            UnixTime("unix-time-seconds", "EXAT").From("6.2.0"),
                            UnixTime("unix-time-milliseconds", "PXAT").From("6.2.0"),
                            Word("KEEPTTL").From("6.0.0")
                        )
                        .Optional(),
                ],
            },
            new("setex", 4, Write | DenyOom, At(1, OW | Update))
            {
                Since = "2.0.0",
                Summary = "Sets a string with a time to live in seconds.",
                Arguments = [Key(), Int("seconds"), Text("value")],
            },
            new("setnx", 3, Write | DenyOom | Fast, At(1, OW | Insert))
            {
                Since = "1.0.0",
                Summary = "Sets a string if the key does not exist.",
                Arguments = [Key(), Text("value")],
            },
            new("setrange", 4, Write | DenyOom, At(1, RW | Update))
            {
                Since = "2.2.0",
                Summary = "Overwrites a part of a string, with zeros before it if need be.",
                Complexity = "O(N) with N the length of the result",
                Arguments = [Key(), Int("offset"), Text("value")],
            },
            new("strlen", 2, ReadOnly | Fast, At(1, RO))
            {
                Since = "2.2.0",
                Summary = "Returns the length of a string.",
                Arguments = [Key()],
            },
            new("substr", 4, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Returns a part of a string.",
                Complexity = "O(N) with N the length of the string",
                DeprecatedSince = "2.0.0",
                ReplacedBy = "`GETRANGE`",
                Arguments = [Key(), Int("start"), Int("end")],
            },
        ];
}
