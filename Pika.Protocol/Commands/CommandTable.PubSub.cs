using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Channels: listening to them and publishing.</content>
public static partial class CommandTable
{
    private static CommandSpec[] PubSubCommands() =>
        [
            new("psubscribe", -2, CommandFlags.PubSub | NoScript | Loading | Stale)
            {
                Since = "2.0.0",
                Summary = "Listens to all channels that fit the patterns.",
                Complexity = "O(N) with N patterns given",
                Arguments = [Block("pattern", Pattern("pattern")).Multiple()],
            },
            new("publish", 3, CommandFlags.PubSub | Loading | Stale | Fast)
            {
                Since = "2.0.0",
                Summary = "Sends a message to all who listen to a channel.",
                Complexity = "O(N+M) with N listeners of the channel and M patterns of all clients",
                Arguments = [Text("channel"), Text("message")],
            },
            new("pubsub", -2, CommandFlags.None)
            {
                Since = "2.8.0",
                Summary = "Commands about channels and their listeners.",
                Complexity = "Depends on the subcommand.",
                NoGroupCategory = true,
                Subcommands = PubSubSubcommands(),
            },
            new("punsubscribe", -1, CommandFlags.PubSub | NoScript | Loading | Stale)
            {
                Since = "2.0.0",
                Summary = "Ends listening to patterns, to all without arguments.",
                Complexity = "O(N) with N listeners of the patterns",
                Arguments = [Pattern("pattern").Optional().Multiple()],
            },
            new("spublish", 3, CommandFlags.PubSub | Loading | Stale | Fast, At(1, NotKey))
            {
                Since = "7.0.0",
                Summary = "Sends a message to all who listen to a shard channel.",
                Complexity = "O(N) with N listeners",
                Arguments = [Text("shardchannel"), Text("message")],
            },
            new("ssubscribe", -2, CommandFlags.PubSub | NoScript | Loading | Stale, At(1, NotKey).To(-1))
            {
                Since = "7.0.0",
                Summary = "Listens to shard channels.",
                Complexity = "O(N) with N channels given",
                Arguments = [Text("shardchannel").Multiple()],
            },
            new("subscribe", -2, CommandFlags.PubSub | NoScript | Loading | Stale)
            {
                Since = "2.0.0",
                Summary = "Listens to channels.",
                Complexity = "O(N) with N channels given",
                Arguments = [Text("channel").Multiple()],
            },
            new("sunsubscribe", -1, CommandFlags.PubSub | NoScript | Loading | Stale, At(1, NotKey).To(-1))
            {
                Since = "7.0.0",
                Summary = "Ends listening to shard channels, to all without arguments.",
                Complexity = "O(N) with N listeners of the channels",
                Arguments = [Text("shardchannel").Optional().Multiple()],
            },
            new("unsubscribe", -1, CommandFlags.PubSub | NoScript | Loading | Stale)
            {
                Since = "2.0.0",
                Summary = "Ends listening to channels, to all without arguments.",
                Complexity = "O(N) with N listeners of the channels",
                Arguments = [Text("channel").Optional().Multiple()],
            },
        ];

    private static CommandSpec[] PubSubSubcommands() =>
        [
            new("channels", -2, CommandFlags.PubSub | Loading | Stale)
            {
                Since = "2.8.0",
                Summary = "Lists the channels that somebody listens to.",
                Complexity = "O(N) with N such channels",
                Arguments = [Pattern("pattern").Optional()],
            },
            new("help", 2, Loading | Stale)
            {
                Since = "6.2.0",
                Summary = "Lists the subcommands of PUBSUB.",
                NoGroupCategory = true,
            },
            new("numpat", 2, CommandFlags.PubSub | Loading | Stale)
            {
                Since = "2.8.0",
                Summary = "Counts the patterns that somebody listens to.",
            },
            new("numsub", -2, CommandFlags.PubSub | Loading | Stale)
            {
                Since = "2.8.0",
                Summary = "Counts the listeners of channels.",
                Complexity = "O(N) with N channels given",
                Arguments = [Text("channel").Optional().Multiple()],
            },
            new("shardchannels", -2, CommandFlags.PubSub | Loading | Stale)
            {
                Since = "7.0.0",
                Summary = "Lists the shard channels that somebody listens to.",
                Complexity = "O(N) with N such channels",
                Arguments = [Pattern("pattern").Optional()],
            },
            new("shardnumsub", -2, CommandFlags.PubSub | Loading | Stale)
            {
                Since = "7.0.0",
                Summary = "Counts the listeners of shard channels.",
                Complexity = "O(N) with N channels given",
                Arguments = [Text("shardchannel").Optional().Multiple()],
            },
        ];
}
