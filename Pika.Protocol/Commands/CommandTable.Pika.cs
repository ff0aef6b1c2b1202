using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>The commands that Pika has beside those of Redis.</content>
public static partial class CommandTable
{
    private static CommandSpec[] PikaKeys() =>
        [
            new("pkpatternmatchdel", -2, Write)
            {
                Since = "1.0.0",
                Summary = "Removes the keys whose names match a pattern, and returns how many.",
                Complexity = "O(N) with N keys in the database",
                Arguments = [Pattern("pattern"), Int("count").Optional()],
            },
            new("pkrscanrange", -4, ReadOnly)
            {
                Since = "1.0.0",
                Summary = "Iterates over the keys of a type in the order of their names, downwards.",
                Complexity = "O(N) with N keys in the database",
                Execution = Execution.SlowRead,
                Arguments = [Text("type"), .. NameRange()],
            },
            new("pkscanrange", -4, ReadOnly)
            {
                Since = "1.0.0",
                Summary = "Iterates over the keys of a type in the order of their names.",
                Complexity = "O(N) with N keys in the database",
                Execution = Execution.SlowRead,
                Arguments = [Text("type"), .. NameRange()],
            },
            new("scanx", -3, ReadOnly)
            {
                Since = "1.0.0",
                Summary = "Iterates over the keys of a type; the key to go on with is the cursor.",
                Complexity = "O(1) a call, O(N) for all N keys",
                Execution = Execution.SlowRead,
                Arguments = [Text("type"), .. NamesFrom()],
            },
        ];

    private static CommandSpec[] PikaHashes() =>
        [
            new("hscanx", -3, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Iterates over the fields of a hash; the field to go on with is the cursor.",
                Complexity = "O(1) a call, O(N) for all N fields",
                Execution = Execution.TurnRead,
                Arguments = [Key(), .. NamesFrom()],
            },
            new("pkhrscanrange", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Iterates over the fields of a hash in the order of their names, downwards.",
                Complexity = "O(N) with N fields in the hash",
                Execution = Execution.TurnRead,
                Arguments = [Key(), .. NameRange()],
            },
            new("pkhscanrange", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "1.0.0",
                Summary = "Iterates over the fields of a hash in the order of their names.",
                Complexity = "O(N) with N fields in the hash",
                Execution = Execution.TurnRead,
                Arguments = [Key(), .. NameRange()],
            },
        ];

    private static CommandSpec[] PikaStrings() =>
        [
            new("delvx", 3, Write | Fast, At(1, RW | Access | Delete))
            {
                Since = "1.0.0",
                Summary = "Removes a key if it has a given value.",
                Arguments = [Key(), Text("value")],
            },
            new("pksetexat", 4, Write | DenyOom, At(1, OW | Update))
            {
                Since = "1.0.0",
                Summary = "Sets a string with the unix time, in seconds, at which it expires.",
                Arguments = [Key(), UnixTime("unix-time-seconds"), Text("value")],
            },
        ];

    private static CommandSpec[] PikaServer() =>
        [
            new("compact", -1, Admin | NoScript)
            {
                Since = "1.0.0",
                Summary = "Rewrites the files of databases in the background, so that removed data gives its space back.",
                Complexity = "O(1): it runs in the background",
                Arguments = [Text("databases").Optional()],
            },
            new("compactrange", 4, Admin | NoScript)
            {
                Since = "1.0.0",
                Summary = "Rewrites the files of a database in the background.",
                Complexity = "O(1): it runs in the background",
                Arguments = [Text("db"), Text("first"), Text("last")],
            },
            new("delbackup", 1, Admin | NoScript)
            {
                Since = "1.0.0",
                Summary = "Deletes the dumps that BGSAVE has made.",
                Execution = Execution.SlowRead,
                Complexity = "O(N) with N files",
            },
        ];

    private static Argument[] NameRange() =>
        [Text("first"), Text("last"), Pattern("pattern", "MATCH").Optional(), Int("limit", "LIMIT").Optional()];

    private static Argument[] NamesFrom() => [Text("start"), Pattern("pattern", "MATCH").Optional(), Int("count", "COUNT").Optional()];
}
