using Pika.Actors.PubSub;
using Pika.Actors.Replication.Slaves;
using Pika.Actors.Replication.Wire;
using Pika.Tests.Actors.Replication.Support;

namespace Pika.Tests.Actors.Replication.Slaves;

public sealed class MessageForwardingTests
{
    private readonly MessageForwarding _forwarding = new();

    [Fact]
    public void A_message_goes_to_every_link_until_it_is_removed()
    {
        var (first, second) = (new PlayedLink(1), new PlayedLink(2));
        _forwarding.Add(first);
        _forwarding.Add(second);
        _forwarding.Add(second);
        Send("one");
        _forwarding.Remove(first);
        _forwarding.Remove(first);
        Send("two");

        (first.Pending<Frame.Published>(), second.Pending<Frame.Published>()).ShouldBe((1, 2));
        second.Expect<Frame.Published>().Bytes.Span.SequenceEqual("channelone"u8).ShouldBeTrue();
        _forwarding.Dropped.ShouldBe(0);
    }

    [Fact]
    public void A_replica_that_leaves_much_unread_misses_messages_and_they_are_counted()
    {
        var (slow, quick) = (new PlayedLink(1) { UnsentBytes = (8 << 20) + 1 }, new PlayedLink(2));
        _forwarding.Add(slow);
        _forwarding.Add(quick);
        Send("one");
        (slow.Pending<Frame.Published>(), quick.Pending<Frame.Published>()).ShouldBe((0, 1));
        _forwarding.Dropped.ShouldBe(1);

        slow.UnsentBytes = 0;
        Send("two");
        slow.Expect<Frame.Published>().Bytes.Span.SequenceEqual("channeltwo"u8).ShouldBeTrue();
    }

    private void Send(string message) =>
        _forwarding.Send(ChannelKind.Channel, "channel"u8, System.Text.Encoding.UTF8.GetBytes(message), behind: 7);
}
