using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>The client's connection.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Connection() =>
        [
            new("auth", -2, NoScript | Loading | Stale | Fast | NoAuth | AllowBusy)
            {
                Since = "1.0.0",
                Summary = "Authenticates the connection.",
                Complexity = "O(N) with N passwords of the user",
                History = [("6.0.0", "A user name may be given.")],
                Arguments = [Text("username").Optional().From("6.0.0"), Text("password")],
            },
            new("client", -2, CommandFlags.None)
            {
                Since = "2.4.0",
                Summary = "Commands about client connections.",
                Complexity = "Depends on the subcommand.",
                Subcommands = Client(),
            },
            new("echo", 2, Loading | Stale | Fast)
            {
                Since = "1.0.0",
                Summary = "Returns its argument.",
                Arguments = [Text("message")],
            },
            new("hello", -1, NoScript | Loading | Stale | Fast | NoAuth | AllowBusy)
            {
                Since = "6.0.0",
                Summary = "Chooses the protocol version, and may authenticate and name the connection.",
                History = [("6.2.0", "Without arguments it only reports.")],
                Arguments =
                [
                    Block(
                            "arguments",
                            Int("protover"),
                            Block("username_password", Text("username"), Text("password")).WithToken("AUTH").Optional(),
                            Text("clientname", "SETNAME").Optional()
                        )
                        .Optional(),
                ],
            },
            new("ping", -1, Fast)
            {
                Since = "1.0.0",
                Summary = "Answers PONG, or its argument.",
                Tips = ["request_policy:all_shards", "response_policy:all_succeeded"],
                Arguments = [Text("message").Optional()],
            },
            new("quit", -1, NoScript | Loading | Stale | Fast | NoAuth | AllowBusy) { Since = "1.0.0", Summary = "Closes the connection." },
            new("reset", 1, NoScript | Loading | Stale | Fast | NoAuth | AllowBusy)
            {
                Since = "6.2.0",
                Summary = "Puts the connection back into the state it had when it was opened.",
            },
            new("select", 2, Loading | Stale | Fast)
            {
                Since = "1.0.0",
                Summary = "Chooses the database of this connection.",
                Arguments = [Int("index")],
            },
        ];
}
