namespace Pika.Tests.EndToEnd;

/// <summary><c>pika check</c> compares the data of two running servers.</summary>
public sealed class CheckTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PikaProcess _one = null!;
    private PikaProcess _other = null!;

    public async Task InitializeAsync()
    {
        _one = await PikaProcess.Start(_folder.File("one"));
        _other = await PikaProcess.Start(_folder.File("other"));
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Equal_data_is_found_equal_and_each_difference_is_named()
    {
        using var one = await _one.Connect();
        using var other = await _other.Connect();
        foreach (var client in (RespClient[])[one, other])
        {
            for (var i = 0; i < 200; i++)
                await client.Call("SET", $"key{i}", $"value{i}", "PXAT", "9000000000000");
            await client.Call("RPUSH", "list", "a", "b", "c");
            await client.Call("SELECT", "3");
            await client.Call("ZADD", "zset", "1.5", "a");
        }

        var (code, output) = await CheckAsync("--data-only");
        code.ShouldBe(0, output);
        output.ShouldContain("202 keys");

        await other.Call("ZADD", "zset", "2.5", "a");
        await other.Call("SELECT", "0");
        await other.Call("DEL", "key7");
        await other.Call("PERSIST", "key8");
        (code, output) = await CheckAsync("--data-only");
        code.ShouldBe(1, output);
        output.ShouldContain($"db0 \"key7\": only on 127.0.0.1:{_one.Port} (string)");
        output.ShouldContain(
            $"db0 \"key8\": expires at 2255-03-14T16:00:00.000Z on 127.0.0.1:{_one.Port}, never on 127.0.0.1:{_other.Port}"
        );
        output.ShouldContain("db3 \"zset\": the zset has another value");
        output.ShouldContain("3 of 16384 slots");

        (code, output) = await CheckAsync("--data-only", "--show", "1");
        code.ShouldBe(1, output);
        output.Split('\n').Count(line => line.StartsWith("db", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Servers_of_different_histories_are_not_compared()
    {
        var (code, output) = await CheckAsync();
        code.ShouldBe(2, output);
        output.ShouldContain("different histories");
    }

    [Fact]
    public async Task A_server_that_is_written_all_the_time_is_compared_with_itself_at_one_record()
    {
        using var stop = new CancellationTokenSource();
        var load = WriteAsync(stop.Token);
        var (code, output) = await PikaProcess.StartRefused("check", $"127.0.0.1:{_one.Port}", $"127.0.0.1:{_one.Port}");
        await stop.CancelAsync();
        await load;
        code.ShouldBe(0, output);
        output.ShouldContain("equal at record ");
    }

    [Fact]
    public async Task What_cannot_be_compared_says_why()
    {
        (int code, string output) = await PikaProcess.StartRefused("check", "127.0.0.1:1", $"127.0.0.1:{_one.Port}");
        code.ShouldBe(2, output);
        output.ShouldContain("cannot connect to 127.0.0.1:1");

        (code, output) = await PikaProcess.StartRefused("check", "nonsense", $"127.0.0.1:{_one.Port}");
        code.ShouldBe(2, output);
        output.ShouldContain("'nonsense' is not HOST:PORT");

        using (var client = await _one.Connect())
            (await client.Call("CONFIG", "SET", "requirepass", "secret")).ShouldBe("+OK\r\n");
        (code, output) = await CheckAsync("--data-only");
        code.ShouldBe(2, output);
        output.ShouldContain("NOAUTH");
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        using var client = await _one.Connect();
        for (var i = 0; !stop.IsCancellationRequested; i++)
            await client.Call("INCR", $"counter{i % 50}");
    }

    private Task<(int ExitCode, string Output)> CheckAsync(params string[] more) =>
        PikaProcess.StartRefused(["check", $"127.0.0.1:{_one.Port}", $"127.0.0.1:{_other.Port}", .. more]);
}
