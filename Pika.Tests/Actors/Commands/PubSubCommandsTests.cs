using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class PubSubCommandsTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private TestClient _speaker = null!;
    private TestClient _listener = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync();
        _speaker = _node.Connect();
        _listener = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_message_reaches_all_who_listen_in_the_form_of_their_protocol()
    {
        var modern = _node.Connect(3);
        (await _listener.Ask("SUBSCRIBE", "news", "other")).ShouldBe(
            "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n*3\r\n$9\r\nsubscribe\r\n$5\r\nother\r\n:2\r\n"
        );
        await modern.Ask("PSUBSCRIBE", "n*s");

        (await _speaker.Ask("PUBLISH", "news", "hi")).ShouldBe(":2\r\n");

        (await _listener.Pushed()).ShouldBe("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
        (await modern.Pushed()).ShouldBe(">4\r\n$8\r\npmessage\r\n$3\r\nn*s\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
        (await _speaker.Ask("PUBLISH", "nobody", "hi")).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task Shard_channels_are_apart_from_channels()
    {
        await _listener.Ask("SSUBSCRIBE", "a");
        await _listener.Ask("SUBSCRIBE", "a");

        (await _speaker.Ask("SPUBLISH", "a", "1")).ShouldBe(":1\r\n");

        (await _listener.Pushed()).ShouldBe("*3\r\n$8\r\nsmessage\r\n$1\r\na\r\n$1\r\n1\r\n");
        (await _speaker.Pipeline("PUBSUB SHARDCHANNELS", "PUBSUB CHANNELS", "PUBSUB SHARDNUMSUB a b")).ShouldBe(
            "*1\r\n$1\r\na\r\n*1\r\n$1\r\na\r\n*4\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n:0\r\n"
        );
    }

    [Fact]
    public async Task In_RESP2_who_listens_may_do_little_else()
    {
        await _listener.Ask("SUBSCRIBE", "a");
        (await _listener.Ask("CLIENT", "ID")).ShouldBe(
            "-ERR Can't execute 'client|id': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context\r\n"
        );
        (await _listener.Pipeline("PING", "PING x")).ShouldBe("*2\r\n$4\r\npong\r\n$0\r\n\r\n*2\r\n$4\r\npong\r\n$1\r\nx\r\n");
        await _listener.Ask("UNSUBSCRIBE");
        (await _listener.Pipeline("PING", "GET x")).ShouldBe("+PONG\r\n$-1\r\n");
    }

    [Fact]
    public async Task No_message_follows_the_end_of_a_subscription()
    {
        await _listener.Ask("SUBSCRIBE", "a");
        await _speaker.Ask("PUBLISH", "a", "1");

        (await _listener.Ask("UNSUBSCRIBE", "a")).ShouldBe(
            "*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\n1\r\n*3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:0\r\n"
        );
        (await _speaker.Ask("PUBLISH", "a", "2")).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task Ending_what_never_began_is_confirmed()
    {
        (await _listener.Pipeline("UNSUBSCRIBE", "PUNSUBSCRIBE x", "SUNSUBSCRIBE")).ShouldBe(
            "*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n*3\r\n$12\r\npunsubscribe\r\n$1\r\nx\r\n:0\r\n*3\r\n$12\r\nsunsubscribe\r\n$-1\r\n:0\r\n"
        );
    }

    [Fact]
    public async Task Messages_of_a_transaction_leave_when_it_is_committed_and_after_its_reply()
    {
        var self = _node.Connect(3);
        await self.Ask("SUBSCRIBE", "a");

        (await self.Pipeline("MULTI", "PUBLISH a 1", "SET k v", "PUBLISH a 2", "EXEC")).ShouldBe(
            "+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n*3\r\n:1\r\n+OK\r\n:1\r\n"
                + ">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\n1\r\n>3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\n2\r\n"
        );
    }

    [Fact]
    public async Task A_subscription_in_a_transaction_is_part_of_its_reply()
    {
        (await _listener.Pipeline("MULTI", "SUBSCRIBE a b", "PING", "UNSUBSCRIBE a", "EXEC")).ShouldBe(
            "+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n*3\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n"
                + "*2\r\n$4\r\npong\r\n$0\r\n\r\n*3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:1\r\n"
        );
    }

    [Fact]
    public async Task Who_is_gone_or_reset_listens_no_more()
    {
        await _listener.Ask("SUBSCRIBE", "a");
        var leaving = _node.Connect();
        await leaving.Ask("PSUBSCRIBE", "*");
        (await _listener.Ask("RESET")).ShouldBe("+RESET\r\n");
        leaving.Dispose();

        (await _speaker.Pipeline("PUBLISH a 1", "PUBSUB NUMPAT", "PUBSUB CHANNELS")).ShouldBe(":0\r\n:0\r\n*0\r\n");
    }

    [Fact]
    public async Task Silenced_replies_do_not_silence_messages()
    {
        var self = _node.Connect(3);

        (await self.Pipeline("CLIENT REPLY OFF", "SUBSCRIBE a", "PUBLISH a 1", "CLIENT REPLY ON")).ShouldBe(
            ">3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n>3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\n1\r\n+OK\r\n"
        );
    }

    [Fact]
    public async Task The_list_of_clients_shows_what_they_listen_to()
    {
        await _listener.Pipeline("SUBSCRIBE a b", "PSUBSCRIBE c*", "SSUBSCRIBE d");

        (await _speaker.Ask("CLIENT", "LIST", "TYPE", "pubsub")).ShouldContain(" flags=P db=0 sub=2 psub=1 ssub=1 ");
    }

    [Fact]
    public async Task Who_leaves_too_much_unread_is_cut()
    {
        await _speaker.Ask("CONFIG", "SET", "client-output-buffer-limit", "pubsub 10kb 0 0");
        await _listener.Ask("SUBSCRIBE", "a");
        await _speaker.Ask("PUBLISH", "a", new string('x', 9_000));
        _listener.Client.Killed.ShouldBeFalse();

        (await _speaker.Ask("PUBLISH", "a", new string('x', 9_000))).ShouldBe(":1\r\n");

        _listener.Client.Killed.ShouldBeTrue();
    }
}
