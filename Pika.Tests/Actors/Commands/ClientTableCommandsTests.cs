using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class ClientTableCommandsTests : NodeTestBase
{
    private TestClient _other = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _other = Node.Connect();
    }

    [Fact]
    public async Task A_line_of_the_list_says_what_the_client_does()
    {
        await _other.Pipeline("CLIENT SETNAME other", "SELECT 4", "MULTI", "SET a 1");
        Node.Time.Advance(TimeSpan.FromSeconds(3));

        var lines = (await Client.Ask("CLIENT", "LIST", "ID", $"{_other.Client.Id}", "999")).Split("\r\n")[1];

        lines.ShouldStartWith($"id={_other.Client.Id} addr=127.0.0.1:1 laddr=127.0.0.1:2 fd=-1 name=other age=3 idle=3 flags=x db=4 ");
        lines.ShouldContain(" multi=1 ");
        lines.ShouldContain(" cmd=set user=default redir=-1 resp=2 ");
        lines.Count(c => c == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task A_filter_has_to_fit_with_all_that_it_says()
    {
        (await Client.Ask("CLIENT", "KILL", "ID", $"{_other.Client.Id}", "TYPE", "pubsub")).ShouldBe(":0\r\n");
        (await Client.Ask("CLIENT", "KILL", "ADDR", "127.0.0.1:1", "LADDR", "127.0.0.1:3")).ShouldBe(":0\r\n");
        _other.Client.Killed.ShouldBeFalse();
        (await Client.Ask("CLIENT", "KILL", "ID", $"{_other.Client.Id}", "TYPE", "normal", "USER", "default")).ShouldBe(":1\r\n");
        _other.Client.Killed.ShouldBeTrue();
        (await Client.Ask("PING")).ShouldBe("+PONG\r\n");
    }

    [Fact]
    public async Task Who_kills_itself_is_answered_first()
    {
        (await Client.Pipeline("CLIENT KILL TYPE normal SKIPME no", "PING")).ShouldBe(":2\r\n");
        Client.Client.CloseAfterReply.ShouldBeTrue();
        Client.Client.Killed.ShouldBeFalse();
        _other.Client.Killed.ShouldBeTrue();
    }

    [Fact]
    public async Task The_old_form_does_not_spare_the_asker()
    {
        (await Client.Ask("CLIENT", "KILL", "127.0.0.1:1")).ShouldBe("+OK\r\n");
        Client.Client.CloseAfterReply.ShouldBeTrue();
        (await Node.Connect().Ask("CLIENT", "KILL", "1.2.3.4:5")).ShouldBe("-ERR No such client\r\n");
    }

    [Fact]
    public async Task A_transaction_that_kills_everybody_is_answered_whole()
    {
        await Client.Pipeline("MULTI", "CLIENT KILL TYPE normal", "CLIENT KILL TYPE normal SKIPME no", "SET a 1", "PING");
        _other.Client.Killed.ShouldBeFalse();

        (await Client.Ask("EXEC")).ShouldBe("*4\r\n:1\r\n:2\r\n+OK\r\n+PONG\r\n");

        Client.Client.CloseAfterReply.ShouldBeTrue();
        _other.Client.Killed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_pause_of_writes_lets_reads_pass_and_ends_when_told()
    {
        await Client.Ask("CLIENT", "PAUSE", "100000", "WRITE");
        (await _other.Pipeline("GET a", "MULTI", "GET a", "EXEC")).ShouldBe("$-1\r\n+OK\r\n+QUEUED\r\n*1\r\n$-1\r\n");

        var writing = _other.Ask("SET", "a", "1");
        writing.IsCompleted.ShouldBeFalse();
        (await Client.Ask("GET", "a")).ShouldBe("$-1\r\n");
        await Client.Ask("CLIENT", "UNPAUSE");

        (await writing).ShouldBe("+OK\r\n");
    }

    [Fact]
    public async Task A_paused_client_can_be_killed()
    {
        await Client.Ask("CLIENT", "PAUSE", "100000");
        var waiting = _other.Ask("SET", "a", "1");

        await Client.Ask("CLIENT", "KILL", "ID", $"{_other.Client.Id}");

        (await waiting).ShouldBe("");
        await Client.Ask("CLIENT", "UNPAUSE");
        (await Client.Ask("GET", "a")).ShouldBe("$-1\r\n");
    }
}
