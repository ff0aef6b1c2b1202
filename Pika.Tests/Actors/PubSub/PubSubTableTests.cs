using System.Text;
using Pika.Actors.PubSub;
using Pika.Protocol;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.PubSub;

public sealed class PubSubTableTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private PubSubTable _table = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync();
        _table = _node.Node.PubSub;
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task All_listeners_hear_the_messages_of_many_publishers_in_one_order()
    {
        const int Publishers = 4;
        const int Messages = 5_000;
        var listeners = Enumerable.Range(0, 3).Select(_ => _node.Connect().Client).ToArray();
        _table.Subscribe(listeners[0], ChannelKind.Channel, "a"u8, null);
        _table.Subscribe(listeners[1], ChannelKind.Channel, "a"u8, null);
        _table.Subscribe(listeners[2], ChannelKind.Channel, "a"u8, null);
        var heard = listeners.Select(_ => new RespWriter()).ToArray();

        var publishing = Enumerable
            .Range(0, Publishers)
            .Select(publisher =>
                Task.Run(() =>
                {
                    for (var i = 0; i < Messages; i++)
                        _table.Publish(ChannelKind.Channel, "a"u8, Encoding.ASCII.GetBytes($"{publisher}:{i:D5}")).ShouldBe(3);
                })
            )
            .ToArray();
        while (!Task.WhenAll(publishing).IsCompleted)
        {
            for (var i = 0; i < listeners.Length; i++)
                listeners[i].Pushes.MoveTo(heard[i]);
        }

        await Task.WhenAll(publishing);
        for (var i = 0; i < listeners.Length; i++)
            listeners[i].Pushes.MoveTo(heard[i]);

        heard[1].WrittenSpan.SequenceEqual(heard[0].WrittenSpan).ShouldBeTrue();
        heard[2].WrittenSpan.SequenceEqual(heard[0].WrittenSpan).ShouldBeTrue();
        var words = Encoding
            .ASCII.GetString(heard[0].WrittenSpan)
            .Split("\r\n")
            .Where(word => word.Contains(':') && word.Length == 7)
            .ToArray();
        words.Length.ShouldBe(Publishers * Messages);
        for (var publisher = 0; publisher < Publishers; publisher++)
        {
            var own = words.Where(word => word[0] == '0' + publisher).ToArray();
            own.ShouldBe(own.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Subscriptions_are_taken_back_to_what_they_were()
    {
        var client = _node.Connect().Client;
        _table.Subscribe(client, ChannelKind.Channel, "a"u8, null);
        _table.Subscribe(client, ChannelKind.Pattern, "b*"u8, null);
        var mark = _table.Mark(client);
        _table.UnsubscribeAll(client, ChannelKind.Channel, null);
        _table.Subscribe(client, ChannelKind.Channel, "c"u8, null);
        _table.Subscribe(client, ChannelKind.Shard, "d"u8, null);

        _table.Restore(client, mark);

        _table.CountReceivers(ChannelKind.Channel, "a"u8).ShouldBe(1);
        _table.CountReceivers(ChannelKind.Channel, "bb"u8).ShouldBe(1);
        _table.CountReceivers(ChannelKind.Channel, "c"u8).ShouldBe(0);
        _table.CountReceivers(ChannelKind.Shard, "d"u8).ShouldBe(0);
        client.Subscriptions!.ConfirmedCount(ChannelKind.Channel).ShouldBe(2);
    }

    [Fact]
    public async Task A_subscription_in_a_turn_that_runs_again_counts_once()
    {
        await using var node = await TestNode.OpenAsync(store: new ColdStore(new Pika.Storage.Store.Memory.MemoryStore(), 1, misses: 1));
        var client = node.Connect(3);

        (
            await client.Pipeline("SUBSCRIBE x", "MULTI", "UNSUBSCRIBE", "SUBSCRIBE a", "GET cold", "UNSUBSCRIBE", "SUBSCRIBE b", "EXEC")
        ).ShouldEndWith(
            "*5\r\n>3\r\n$11\r\nunsubscribe\r\n$1\r\nx\r\n:0\r\n>3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n_\r\n"
                + ">3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:0\r\n>3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:1\r\n"
        );
    }
}
