using System.Net;
using System.Net.Sockets;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.EndToEnd;

/// <summary>MIGRATE between the built server and redis-server, both ways, and between two of ours.</summary>
public sealed class MigrateTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _used = [];
    private PikaProcess _pika = null!;
    private RedisProcess? _redis;

    public async Task InitializeAsync()
    {
        _pika = await PikaProcess.Start(_folder.File("pika"));
        if (RedisServer.Executable is not null)
            _redis = await RedisProcess.Start();
    }

    public async Task DisposeAsync()
    {
        _used.ForEach(used => used.Dispose());
        await _pika.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        _folder.Dispose();
    }

    [RedisFact]
    public async Task From_redis_to_pika() => await BothWays(_redis!, _pika);

    [RedisFact]
    public async Task From_pika_to_redis() => await BothWays(_pika, _redis!);

    [Fact]
    public async Task From_pika_to_pika()
    {
        await using var other = await PikaProcess.Start(_folder.File("other"));
        await BothWays(_pika, other);
    }

    /// <summary>The same commands to both, with the same third server as their target, are answered alike, and leave the same.</summary>
    [RedisFact]
    public async Task Errors_are_those_of_redis()
    {
        await using var target = await RedisProcess.Start("--requirepass", "secret");
        var there = await Connect(target);
        await there.Call("AUTH", "secret");
        var silent = Port(Listen());
        var unused = $"{ServerProcess.FreePort()}";
        var port = $"{target.Port}";
        string[][] cases =
        [
            [unused, "a", "0", "500"],
            ["0", "a", "0", "500"],
            [silent, "a", "0", "1500"],
            [port, "a", "0", "5000"],
            [port, "a", "0", "5000", "AUTH", "wrong"],
            [port, "a", "0", "5000", "AUTH2", "nobody", "secret"],
            [port, "none", "0", "5000", "AUTH", "secret"],
            [port, "a", "0", "5000", "AUTH"],
            [port, "a", "0", "5000", "AUTH", "secret", "COPY"],
            [port, "a", "0", "5000", "AUTH2", "default", "secret", "COPY"],
            [port, "", "0", "5000", "AUTH", "secret", "KEYS", "b", "a", "none", "c"],
            [port, "a", "0", "5000", "AUTH2", "default", "secret", "REPLACE"],
            [port, "a", "0", "5000", "AUTH", "secret"],
        ];

        var answers = new List<string>();
        foreach (var server in new ServerProcess[] { _redis!, _pika })
        {
            await there.Call("FLUSHALL");
            var source = await Connect(server);
            await source.Call("MSET", "a", "1", "b", "2", "c", "3");
            var lines = new List<string>();
            foreach (var words in cases)
            {
                lines.Add($"{string.Join(' ', words[1..])}: {await source.Call(["MIGRATE", "127.0.0.1", .. words])}");
                lines.Add(await source.Call("MGET", "a", "b", "c") + await there.Call("MGET", "a", "b", "c"));
            }

            lines.Add(await source.Call("MIGRATE", "no.such.host.invalid", port, "x", "0", "500"));
            await source.Call("SET", "x", "1");
            lines.Add(await source.Call("MIGRATE", "no.such.host.invalid", port, "x", "0", "500"));

            // Redis has it taken into another database; here it is not sent at all.
            lines.Add(await source.Call("MIGRATE", "127.0.0.1", port, "x", "99", "5000", "AUTH", "secret"));
            answers.Add(string.Join('\n', lines));
        }

        answers[1].ShouldBe(answers[0]);
        answers[0].ShouldContain("BUSYKEY");
    }

    [Fact]
    public async Task A_server_that_is_stopped_does_not_wait_for_the_target()
    {
        var source = await Connect(_pika);
        await source.Call("SET", "k", "v");
        var listener = Listen();
        await source.Send(RespClient.Encode("MIGRATE", "127.0.0.1", Port(listener), "k", "0", "600000"));
        using var accepted = await listener.AcceptAsync().WaitAsync(RespClient.Timeout);
        await accepted.ReceiveAsync(new byte[64]).WaitAsync(RespClient.Timeout);

        (await _pika.Terminate()).ShouldBe(0);

        (await source.Read()).ShouldBe("-IOERR error or timeout reading to target instance\r\n");
    }

    private async Task BothWays(ServerProcess from, ServerProcess to)
    {
        var (source, target) = (await Connect(from), await Connect(to));
        string[] keys = ["string", "number", "large", "list", "set", "integers", "hash", "zset", "stream", "expires"];
        await source.Call("SET", "string", "\0\r\n\xff");
        await source.Call("SET", "number", "-12345");
        await source.Call("SET", "large", new string('x', 3_000_000));
        await source.Call(["RPUSH", "list", .. Enumerable.Range(0, 1000).Select(i => $"element {i}")]);
        await source.Call(["SADD", "set", .. Enumerable.Range(0, 500).Select(i => $"member {i}")]);
        await source.Call("SADD", "integers", "1", "-70000", "5000000000");
        await source.Call(["HSET", "hash", .. Enumerable.Range(0, 600).Select(i => $"{i}")]);
        await source.Call(["ZADD", "zset", .. Enumerable.Range(0, 300).SelectMany(i => new[] { $"{i * 0.5}", $"m{i}" }), "-inf", "least"]);
        for (var i = 1; i <= 250; i++)
            await source.Call("XADD", "stream", $"{i}-1", "field", $"value {i}", "other", "same");
        await source.Call("XGROUP", "CREATE", "stream", "group", "0");
        await source.Call("XREADGROUP", "GROUP", "group", "consumer", "COUNT", "20", "STREAMS", "stream", ">");
        await source.Call("SET", "expires", "v", "PX", "3600000");
        var digests = await source.Call(["DEBUG", "DIGEST-VALUE", .. keys]);
        await target.Call("SELECT", "5");
        await target.Call("SET", "number", "old");

        // One by one, all at once, over a key of the target, and with what is there already.
        (await Migrate("string")).ShouldBe("+OK\r\n");
        (await Migrate("large", "COPY")).ShouldBe("+OK\r\n");
        (await Migrate("", "KEYS", "list", "set", "number", "hash", "none", "stream")).ShouldBe(
            "-ERR Target instance replied with error: BUSYKEY Target key name already exists.\r\n"
        );
        (await Migrate("", "REPLACE", "KEYS", "large", "number", "integers", "zset", "expires")).ShouldBe("+OK\r\n");
        (await Migrate("string")).ShouldBe("+NOKEY\r\n");

        (await source.Call("DBSIZE")).ShouldBe(":0\r\n");
        (await target.Call("DBSIZE")).ShouldBe($":{keys.Length}\r\n");
        (await target.Call(["DEBUG", "DIGEST-VALUE", .. keys])).ShouldBe(digests);
        (await target.Call("XPENDING", "stream", "group")).ShouldContain(":20\r\n");
        long.Parse((await target.Call("PTTL", "expires"))[1..]).ShouldBeInRange(3_500_000, 3_600_000);
        (await target.Call("PTTL", "string")).ShouldBe(":-1\r\n");

        Task<string> Migrate(string key, params string[] words) =>
            source.Call(["MIGRATE", "127.0.0.1", $"{to.Port}", key, "5", "10000", .. words]);
    }

    private async Task<RespClient> Connect(ServerProcess server)
    {
        var client = await server.Connect();
        _used.Add(client);
        return client;
    }

    // One who takes connections and says nothing.
    private Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _used.Add(listener);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static string Port(Socket listener) => $"{((IPEndPoint)listener.LocalEndPoint!).Port}";
}
