using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Sorted sets whose members a client waits for.</content>
public static partial class CommandTable
{
    private static CommandSpec[] BlockingSortedSets() =>
        [
            new("bzmpop", -5, Write | Blocking, Counted(2, RW | Access | Delete))
            {
                Since = "7.0.0",
                Summary =
                    "Returns and removes members at an end of the first of several sorted sets that has any, and waits until one has.",
                Complexity = "O(K+M*log(N)) with K keys, M members returned and N members of the sorted set",
                Arguments =
                [
                    Float("timeout"),
                    Int("numkeys"),
                    Key().Multiple(),
                    OneOf("where", Word("MIN"), Word("MAX")),
                    Int("count", "COUNT").Optional(),
                ],
            },
            new("bzpopmax", -3, Write | NoScript | Blocking | Fast, At(1, RW | Access | Delete).To(-2))
            {
                Since = "5.0.0",
                Summary =
                    "Returns and removes the highest member of the first of several sorted sets that has any, and waits until one has.",
                Complexity = "O(log(N)) with N members of the sorted set",
                History = [DoubleTimeouts],
                Arguments = [Key().Multiple(), Float("timeout")],
            },
            new("bzpopmin", -3, Write | NoScript | Blocking | Fast, At(1, RW | Access | Delete).To(-2))
            {
                Since = "5.0.0",
                Summary =
                    "Returns and removes the lowest member of the first of several sorted sets that has any, and waits until one has.",
                Complexity = "O(log(N)) with N members of the sorted set",
                History = [DoubleTimeouts],
                Arguments = [Key().Multiple(), Float("timeout")],
            },
        ];
}
