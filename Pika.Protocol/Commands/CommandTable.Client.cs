using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>CLIENT and what it can do.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Client() =>
        [
            new("caching", 3, NoScript | Loading | Stale)
            {
                Since = "6.0.0",
                Summary = "Says whether the keys of the next command are tracked.",
                Arguments = [OneOf("mode", Word("YES"), Word("NO"))],
            },
            new("getname", 2, NoScript | Loading | Stale) { Since = "2.6.9", Summary = "Returns the name of this connection." },
            new("getredir", 2, NoScript | Loading | Stale)
            {
                Since = "6.0.0",
                Summary = "Returns the connection to which messages of tracking are redirected.",
            },
            new("help", 2, Loading | Stale) { Since = "5.0.0", Summary = "Lists the subcommands of CLIENT." },
            new("id", 2, NoScript | Loading | Stale) { Since = "5.0.0", Summary = "Returns the number of this connection." },
            new("info", 2, NoScript | Loading | Stale)
            {
                Since = "6.2.0",
                Summary = "Describes this connection.",
                Tips = ["nondeterministic_output"],
            },
            new("kill", -3, Admin | NoScript | Loading | Stale)
            {
                Since = "2.4.0",
                Summary = "Closes the connections that match all filters.",
                Complexity = "O(N) with N connections",
                History =
                [
                    ("2.8.12", "Filters by name."),
                    ("2.8.12", "Filter `ID`."),
                    ("3.2.0", "`TYPE master`."),
                    ("5.0.0", "`TYPE replica`; `slave` is its old name."),
                    ("6.2.0", "Filter `LADDR`."),
                ],
                Arguments =
                [
                    OneOf(
                        "filter",
                        Text("ip:port").Deprecated("2.8.12"),
                        OneOf(
                                "new-format",
                                Int("client-id", "ID").Optional().From("2.8.12"),
                                OneOf(
                                        "normal_master_slave_pubsub",
                                        Word("NORMAL"),
                                        Word("MASTER").From("3.2.0"),
                                        Word("SLAVE"),
                                        Word("REPLICA").From("5.0.0"),
                                        Word("PUBSUB")
                                    )
                                    .WithToken("TYPE")
                                    .Optional()
                                    .From("2.8.12"),
                                Text("username", "USER").Optional(),
                                Text("ip:port", "ADDR").Optional(),
                                Text("ip:port", "LADDR").Optional().From("6.2.0"),
                                Text("yes/no", "SKIPME").Optional()
                            )
                            .Multiple()
                    ),
                ],
            },
            new("list", -2, Admin | NoScript | Loading | Stale)
            {
                Since = "2.4.0",
                Summary = "Describes all client connections, one per line.",
                Complexity = "O(N) with N connections",
                Tips = ["nondeterministic_output"],
                History =
                [
                    ("2.8.12", "Field `id`."),
                    ("5.0.0", "Filter `TYPE`."),
                    ("6.0.0", "Field `user`."),
                    ("6.2.0", "Fields `argv-mem`, `tot-mem`, `laddr`, `redir`; filter `ID`."),
                    ("7.0.0", "Fields `resp`, `multi-mem`, `rbs`, `rbp`."),
                    ("7.0.3", "Field `ssub`."),
                ],
                Arguments =
                [
                    OneOf("normal_master_replica_pubsub", Word("NORMAL"), Word("MASTER"), Word("REPLICA"), Word("PUBSUB"))
                        .WithToken("TYPE")
                        .Optional()
                        .From("5.0.0"),
                    Block("id", Int("client-id").Multiple()).WithToken("ID").Optional().From("6.2.0"),
                ],
            },
            new("no-evict", 3, Admin | NoScript | Loading | Stale)
            {
                Since = "7.0.0",
                Summary = "Exempts this connection from client eviction.",
                Arguments = [OneOf("enabled", Word("ON"), Word("OFF"))],
            },
            new("no-touch", 3, NoScript | Loading | Stale)
            {
                Since = "7.2.0",
                Summary = "Keeps this connection's commands from refreshing the age of keys.",
                Arguments = [OneOf("enabled", Word("ON"), Word("OFF"))],
            },
            new("pause", -3, Admin | NoScript | Loading | Stale)
            {
                Since = "2.9.50",
                Summary = "Suspends the commands of clients for a time.",
                History = [("6.2.0", "A mode may be given; `WRITE` lets reads pass.")],
                Arguments = [Int("timeout"), OneOf("mode", Word("WRITE"), Word("ALL")).Optional().From("6.2.0")],
            },
            new("reply", 3, NoScript | Loading | Stale)
            {
                Since = "3.2.0",
                Summary = "Turns the replies to this connection on or off.",
                Arguments = [OneOf("on_off_skip", Word("ON"), Word("OFF"), Word("SKIP"))],
            },
            new("setinfo", 4, NoScript | Loading | Stale)
            {
                Since = "7.2.0",
                Summary = "Names the client library and its version.",
                Arguments = [OneOf("attr", Text("libname", "LIB-NAME"), Text("libver", "LIB-VER"))],
            },
            new("setname", 3, NoScript | Loading | Stale)
            {
                Since = "2.6.9",
                Summary = "Names this connection.",
                Arguments = [Text("connection-name")],
            },
            new("tracking", -3, NoScript | Loading | Stale)
            {
                Since = "6.0.0",
                Summary = "Lets the client hear when keys change that it has read.",
                Complexity = "O(N) with N prefixes given",
                Arguments =
                [
                    OneOf("status", Word("ON"), Word("OFF")),
                    Int("client-id", "REDIRECT").Optional(),
                    Text("prefix", "PREFIX").Optional().MultipleToken(),
                    Word("BCAST").Optional(),
                    Word("OPTIN").Optional(),
                    Word("OPTOUT").Optional(),
                    Word("NOLOOP").Optional(),
                ],
            },
            new("trackinginfo", 2, NoScript | Loading | Stale) { Since = "6.2.0", Summary = "Tells what this connection tracks." },
            new("unblock", -3, Admin | NoScript | Loading | Stale)
            {
                Since = "5.0.0",
                Summary = "Ends the wait of a blocked client.",
                Complexity = "O(log N) with N connections",
                Arguments = [Int("client-id"), OneOf("timeout_error", Word("TIMEOUT"), Word("ERROR")).Optional()],
            },
            new("unpause", 2, Admin | NoScript | Loading | Stale)
            {
                Since = "6.2.0",
                Summary = "Resumes paused clients.",
                Complexity = "O(N) with N paused clients",
            },
        ];
}
