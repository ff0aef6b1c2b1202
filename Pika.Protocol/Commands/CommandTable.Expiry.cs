using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>How long keys live.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Expiry() =>
        [
            new("expire", -3, Write | Fast, At(1, RW | Update))
            {
                Since = "1.0.0",
                Summary = "Sets the time to live of a key in seconds.",
                History = [("7.0.0", "`NX`, `XX`, `GT` and `LT`.")],
                Arguments =
                [
                    Key(),
                    Int("seconds"),
                    OneOf("condition", Word("NX"), Word("XX"), Word("GT"), Word("LT")).Optional().From("7.0.0"),
                ],
            },
            new("expireat", -3, Write | Fast, At(1, RW | Update))
            {
                Since = "1.2.0",
                Summary = "Sets when a key expires, in Unix seconds.",
                History = [("7.0.0", "`NX`, `XX`, `GT` and `LT`.")],
                Arguments =
                [
                    Key(),
                    UnixTime("unix-time-seconds"),
                    OneOf("condition", Word("NX"), Word("XX"), Word("GT"), Word("LT")).Optional().From("7.0.0"),
                ],
            },
            new("expiretime", 2, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "7.0.0",
                Summary = "Returns when a key expires, in Unix seconds.",
                Arguments = [Key()],
            },
            new("persist", 2, Write | Fast, At(1, RW | Update))
            {
                Since = "2.2.0",
                Summary = "Takes the expiry off a key.",
                Arguments = [Key()],
            },
            new("pexpire", -3, Write | Fast, At(1, RW | Update))
            {
                Since = "2.6.0",
                Summary = "Sets the time to live of a key in milliseconds.",
                History = [("7.0.0", "`NX`, `XX`, `GT` and `LT`.")],
                Arguments =
                [
                    Key(),
                    Int("milliseconds"),
                    OneOf("condition", Word("NX"), Word("XX"), Word("GT"), Word("LT")).Optional().From("7.0.0"),
                ],
            },
            new("pexpireat", -3, Write | Fast, At(1, RW | Update))
            {
                Since = "2.6.0",
                Summary = "Sets when a key expires, in Unix milliseconds.",
                History = [("7.0.0", "`NX`, `XX`, `GT` and `LT`.")],
                Arguments =
                [
                    Key(),
                    UnixTime("unix-time-milliseconds"),
                    OneOf("condition", Word("NX"), Word("XX"), Word("GT"), Word("LT")).Optional().From("7.0.0"),
                ],
            },
            new("pexpiretime", 2, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "7.0.0",
                Summary = "Returns when a key expires, in Unix milliseconds.",
                Arguments = [Key()],
            },
            new("pttl", 2, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "2.6.0",
                Summary = "Returns the time to live of a key in milliseconds.",
                Tips = ["nondeterministic_output"],
                History = [("2.8.0", "A missing key is told apart: -2.")],
                Arguments = [Key()],
            },
            new("ttl", 2, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Returns the time to live of a key in seconds.",
                Tips = ["nondeterministic_output"],
                History = [("2.8.0", "A missing key is told apart: -2.")],
                Arguments = [Key()],
            },
        ];
}
