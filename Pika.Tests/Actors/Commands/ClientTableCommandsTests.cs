using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ClientTableCommandsTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private TestClient _client = null!;
    private TestClient _other = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync();
        _client = _node.Connect();
        _other = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_line_of_the_list_says_what_the_client_does()
    {
        await _other.Pipeline("CLIENT SETNAME other", "SELECT 4", "MULTI", "SET a 1");
        _node.Time.Advance(TimeSpan.FromSeconds(3));

        var lines = (await _client.Ask("CLIENT", "LIST", "ID", $"{_other.Client.Id}", "999")).Split("\r\n")[1];

        lines.ShouldStartWith($"id={_other.Client.Id} addr=127.0.0.1:1 laddr=127.0.0.1:2 fd=-1 name=other age=3 idle=3 flags=x db=4 ");
        lines.ShouldContain(" multi=1 ");
        lines.ShouldContain(" cmd=set user=default redir=-1 resp=2 ");
        lines.Count(c => c == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task A_filter_has_to_fit_with_all_that_it_says()
    {
        (await _client.Ask("CLIENT", "KILL", "ID", $"{_other.Client.Id}", "TYPE", "pubsub")).ShouldBe(":0\r\n");
        (await _client.Ask("CLIENT", "KILL", "ADDR", "127.0.0.1:1", "LADDR", "127.0.0.1:3")).ShouldBe(":0\r\n");
        _other.Client.Killed.ShouldBeFalse();
        (await _client.Ask("CLIENT", "KILL", "ID", $"{_other.Client.Id}", "TYPE", "normal", "USER", "default")).ShouldBe(":1\r\n");
        _other.Client.Killed.ShouldBeTrue();
        (await _client.Ask("PING")).ShouldBe("+PONG\r\n");
    }

    [Fact]
    public async Task Who_kills_itself_is_answered_first()
    {
        (await _client.Pipeline("CLIENT KILL TYPE normal SKIPME no", "PING")).ShouldBe(":2\r\n");
        _client.Client.CloseAfterReply.ShouldBeTrue();
        _client.Client.Killed.ShouldBeFalse();
        _other.Client.Killed.ShouldBeTrue();
    }

    [Fact]
    public async Task The_old_form_does_not_spare_the_asker()
    {
        (await _client.Ask("CLIENT", "KILL", "127.0.0.1:1")).ShouldBe("+OK\r\n");
        _client.Client.CloseAfterReply.ShouldBeTrue();
        (await _node.Connect().Ask("CLIENT", "KILL", "1.2.3.4:5")).ShouldBe("-ERR No such client\r\n");
    }

    [Fact]
    public async Task A_transaction_that_kills_everybody_is_answered_whole()
    {
        await _client.Pipeline("MULTI", "CLIENT KILL TYPE normal", "CLIENT KILL TYPE normal SKIPME no", "SET a 1", "PING");
        _other.Client.Killed.ShouldBeFalse();

        (await _client.Ask("EXEC")).ShouldBe("*4\r\n:1\r\n:2\r\n+OK\r\n+PONG\r\n");

        _client.Client.CloseAfterReply.ShouldBeTrue();
        _other.Client.Killed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_pause_of_writes_lets_reads_pass_and_ends_when_told()
    {
        await _client.Ask("CLIENT", "PAUSE", "100000", "WRITE");
        (await _other.Pipeline("GET a", "MULTI", "GET a", "EXEC")).ShouldBe("$-1\r\n+OK\r\n+QUEUED\r\n*1\r\n$-1\r\n");

        var writing = _other.Ask("SET", "a", "1");
        writing.IsCompleted.ShouldBeFalse();
        (await _client.Ask("GET", "a")).ShouldBe("$-1\r\n");
        await _client.Ask("CLIENT", "UNPAUSE");

        (await writing).ShouldBe("+OK\r\n");
    }

    [Fact]
    public async Task A_paused_client_can_be_killed()
    {
        await _client.Ask("CLIENT", "PAUSE", "100000");
        var waiting = _other.Ask("SET", "a", "1");

        await _client.Ask("CLIENT", "KILL", "ID", $"{_other.Client.Id}");

        (await waiting).ShouldBe("");
        await _client.Ask("CLIENT", "UNPAUSE");
        (await _client.Ask("GET", "a")).ShouldBe("$-1\r\n");
    }
}
