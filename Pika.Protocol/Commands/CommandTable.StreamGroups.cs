using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Streams: who reads them, and their consumer groups.</content>
public static partial class CommandTable
{
    private static CommandSpec[] StreamGroups() =>
        [
            new("xack", -4, Write | Fast, At(1, RW | Update))
            {
                Since = "5.0.0",
                Summary = "Acknowledges pending entries of a group.",
                Complexity = "O(1) for each id",
                Arguments = [Key(), Text("group"), Text("id").Multiple()],
            },
            new("xautoclaim", -6, Write | Fast, At(1, RW | Delete))
            {
                Since = "6.2.0",
                Summary = "Gives pending entries that were idle for long another consumer.",
                Complexity = "O(N) with a count of N",
                Tips = ["nondeterministic_output"],
                History = [("7.0.0", "The reply also tells which pending entries were deleted.")],
                Arguments =
                [
                    Key(),
                    Text("group"),
                    Text("consumer"),
                    Text("min-idle-time"),
                    Text("start"),
                    Int("count", "COUNT").Optional(),
                    Word("JUSTID").Optional(),
                ],
            },
            new("xclaim", -6, Write | Fast, At(1, RW | Update))
            {
                Since = "5.0.0",
                Summary = "Gives pending entries another consumer.",
                Complexity = "O(1) for each id",
                Tips = ["nondeterministic_output"],
                Arguments =
                [
                    Key(),
                    Text("group"),
                    Text("consumer"),
                    Text("min-idle-time"),
                    Text("id").Multiple(),
                    Int("ms", "IDLE").Optional(),
                    UnixTime("unix-time-milliseconds", "TIME").Optional(),
                    Int("count", "RETRYCOUNT").Optional(),
                    Word("FORCE").Optional(),
                    Word("JUSTID").Optional(),
                    Text("id", "LASTID").Optional(),
                ],
            },
            new("xgroup", -2, CommandFlags.None)
            {
                Since = "5.0.0",
                Summary = "Commands about consumer groups.",
                Complexity = "Depends on the subcommand.",
                Subcommands = StreamGroup(),
            },
            new("xinfo", -2, CommandFlags.None)
            {
                Since = "5.0.0",
                Summary = "Commands that tell about streams.",
                Complexity = "Depends on the subcommand.",
                Subcommands = StreamInfo(),
            },
            new("xpending", -3, ReadOnly, At(1, RO | Access))
            {
                Since = "5.0.0",
                Summary = "Tells which entries of a group are pending.",
                Complexity = "O(N) with N pending entries looked at",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output"],
                History = [("6.2.0", "`IDLE`, and ends that are left out: `(id`.")],
                Arguments =
                [
                    Key(),
                    Text("group"),
                    Block(
                            "filters",
                            Int("min-idle-time", "IDLE").Optional().From("6.2.0"),
                            Text("start"),
                            Text("end"),
                            Int("count"),
                            Text("consumer").Optional()
                        )
                        .Optional(),
                ],
            },
            new("xread", -4, ReadOnly | Blocking, After("STREAMS", 1, RO | Access).To(-1, limit: 2))
            {
                Since = "5.0.0",
                Summary = "Returns the entries of streams after given ids, and may wait for them.",
                Complexity = "O(N) with N entries returned",
                Execution = Execution.TurnRead,
                Arguments = [Int("count", "COUNT").Optional(), Int("milliseconds", "BLOCK").Optional(), StreamsAndIds()],
            },
            new("xreadgroup", -7, Write | Blocking, After("STREAMS", 4, RO | Access).To(-1, limit: 2))
            {
                Since = "5.0.0",
                Summary = "Delivers entries of streams to a consumer of a group, and may wait for them.",
                Complexity = "O(N) with N entries returned",
                Arguments =
                [
                    Block("group_consumer", Text("group"), Text("consumer")).WithToken("GROUP"),
                    Int("count", "COUNT").Optional(),
                    Int("milliseconds", "BLOCK").Optional(),
                    Word("NOACK").Optional(),
                    StreamsAndIds(),
                ],
            },
            new("xsetid", -3, Write | DenyOom | Fast, At(1, RW | Update))
            {
                Since = "5.0.0",
                Summary = "Sets a stream's last id.",
                History = [("7.0.0", "`ENTRIESADDED` and `MAXDELETEDID`.")],
                Arguments =
                [
                    Key(),
                    Text("last-id"),
                    Int("entries_added", "ENTRIESADDED").Optional().From("7.0.0"),
                    Text("max_deleted_entry_id", "MAXDELETEDID").Optional().From("7.0.0"),
                ],
            },
        ];

    private static CommandSpec[] StreamGroup() =>
        [
            new("create", -5, Write | DenyOom, At(2, RW | Insert))
            {
                Since = "5.0.0",
                Summary = "Makes a group.",
                History = [("7.0.0", "`ENTRIESREAD`.")],
                Arguments =
                [
                    Key(),
                    Text("groupname"),
                    OneOf("id", Text("id"), Word("$", "new_id")),
                    Word("MKSTREAM").Optional(),
                    Int("entries_read", "ENTRIESREAD").Optional(),
                ],
            },
            new("createconsumer", 5, Write | DenyOom, At(2, RW | Insert))
            {
                Since = "6.2.0",
                Summary = "Makes a consumer of a group.",
                Arguments = [Key(), Text("groupname"), Text("consumername")],
            },
            new("delconsumer", 5, Write, At(2, RW | Delete))
            {
                Since = "5.0.0",
                Summary = "Removes a consumer and its pending entries.",
                Complexity = "O(N) with N pending entries of the consumer",
                Arguments = [Key(), Text("groupname"), Text("consumername")],
            },
            new("destroy", 4, Write, At(2, RW | Delete))
            {
                Since = "5.0.0",
                Summary = "Removes a group.",
                Complexity = "O(N) with N pending entries of the group",
                Arguments = [Key(), Text("groupname")],
            },
            new("help", 2, Loading | Stale) { Since = "5.0.0", Summary = "Lists the subcommands of XGROUP." },
            new("setid", -5, Write, At(2, RW | Update))
            {
                Since = "5.0.0",
                Summary = "Sets the last id that a group has delivered.",
                History = [("7.0.0", "`ENTRIESREAD`.")],
                Arguments =
                [
                    Key(),
                    Text("groupname"),
                    OneOf("id", Text("id"), Word("$", "new_id")),
                    Int("entries_read", "ENTRIESREAD").Optional(),
                ],
            },
        ];

    private static CommandSpec[] StreamInfo() =>
        [
            new("consumers", 4, ReadOnly, At(2, RO | Access))
            {
                Since = "5.0.0",
                Summary = "Lists the consumers of a group.",
                Complexity = "O(N) with N consumers",
                Execution = Execution.TurnRead,
                Tips = ["nondeterministic_output"],
                Arguments = [Key(), Text("groupname")],
            },
            new("groups", 3, ReadOnly, At(2, RO | Access))
            {
                Since = "5.0.0",
                Summary = "Lists the groups of a stream.",
                Complexity = "O(N) with N groups",
                Execution = Execution.TurnRead,
                History = [("7.0.0", "The fields `entries-read` and `lag`.")],
                Arguments = [Key()],
            },
            new("help", 2, Loading | Stale) { Since = "5.0.0", Summary = "Lists the subcommands of XINFO." },
            new("stream", -3, ReadOnly, At(2, RO | Access))
            {
                Since = "5.0.0",
                Summary = "Tells about a stream.",
                Execution = Execution.TurnRead,
                History = [("6.0.0", "`FULL`."), ("7.0.0", "Ids and counters of what was added, deleted and read.")],
                Arguments = [Key(), Block("full", Int("count", "COUNT").Optional()).WithToken("FULL").Optional()],
            },
        ];

    private static Argument StreamsAndIds() => Block("streams", Key().Multiple(), Text("id").Multiple()).WithToken("STREAMS");
}
