using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class MonitorCommandsTests : NodeTestBase
{
    private TestClient _watcher = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _watcher = Node.Connect();
        (await _watcher.Pipeline("MONITOR", "MONITOR")).ShouldBe("+OK\r\n");
    }

    [Fact]
    public async Task Commands_are_shown_in_the_order_in_which_they_run()
    {
        await Client.Pipeline("SET a 1", "GET a", "SELECT 3", "MULTI", "INCR b", "PING", "EXEC");

        (await Shown()).ShouldBe([
            "[0 127.0.0.1:1] \"SET\" \"a\" \"1\"",
            "[0 127.0.0.1:1] \"GET\" \"a\"",
            "[3 127.0.0.1:1] \"SELECT\" \"3\"",
            "[3 127.0.0.1:1] \"MULTI\"",
            "[3 127.0.0.1:1] \"INCR\" \"b\"",
            "[3 127.0.0.1:1] \"PING\"",
            "[3 127.0.0.1:1] \"EXEC\"",
        ]);
    }

    [Fact]
    public async Task Bytes_are_escaped_passwords_hidden_and_what_operators_do_is_left_out()
    {
        await Client.Ask("ECHO", "q\"\\\0\xff\n\r\t\a\b");
        await Client.Ask("AUTH", "user", "secret");
        await Client.Ask("HELLO", "2", "AUTH", "user", "secret");
        await Client.Ask("CONFIG", "SET", "requirepass", "secret");
        await Client.Ask("NOSUCH");
        await Client.Ask("GET");

        (await Shown()).ShouldBe([
            "[0 127.0.0.1:1] \"ECHO\" \"q\\\"\\\\\\x00\\xff\\n\\r\\t\\a\\b\"",
            "[0 127.0.0.1:1] \"AUTH\" \"(redacted)\" \"(redacted)\"",
            "[0 127.0.0.1:1] \"HELLO\" \"2\" \"AUTH\" \"(redacted)\" \"(redacted)\"",
        ]);
    }

    [Fact]
    public async Task The_time_is_that_of_the_server_to_the_microsecond()
    {
        await Client.Ask("PING");
        var now = Node.Time.GetUtcNow();

        (await _watcher.Pushed()).ShouldStartWith($"+{now.ToUnixTimeSeconds()}.{now.Millisecond:D3}{now.Microsecond:D3} [0 ");
    }

    [Fact]
    public async Task Who_watches_uses_no_keys_until_RESET()
    {
        (await _watcher.Pipeline("GET a", "PUBLISH a b")).ShouldBe(
            "-ERR Replica can't interact with the keyspace\r\n-ERR Replica can't interact with the keyspace\r\n"
        );
        (await Client.Ask("CLIENT", "LIST")).ShouldContain(" flags=O ");
        (await _watcher.Pipeline("RESET", "GET a")).ShouldBe("+RESET\r\n$-1\r\n");
        await Client.Ask("PING");
        (await _watcher.Pushed()).ShouldBe("");
        (await Client.Pipeline("MULTI", "MONITOR", "EXEC")).ShouldEndWith("*1\r\n-ERR MONITOR isn't allowed for DENY BLOCKING client\r\n");
    }

    private async Task<string[]> Shown() =>
        [.. (await _watcher.Pushed()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(' ') + 1)..])];
}
