using System.Text.RegularExpressions;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.EndToEnd;

/// <summary><c>pika import</c> brings what redis-server has written to its files into a server of ours.</summary>
public sealed partial class ImportTests : IAsyncLifetime
{
    private static readonly string[] Streams = ["stream", "emptied", "new", "large"];

    private readonly TemporaryFolder _folder = new();
    private RedisProcess? _redis;
    private PikaProcess _pika = null!;

    public async Task InitializeAsync()
    {
        _pika = await PikaProcess.Start(_folder.File("pika"));
        if (RedisServer.Executable is not null)
            _redis = await RedisProcess.Start("--dir", _folder.Path);
    }

    public async Task DisposeAsync()
    {
        await _pika.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        _folder.Dispose();
    }

    [RedisFact]
    public async Task An_rdb_file_is_imported_without_what_has_expired()
    {
        using var redis = await FillAsync();
        await redis.Call("SAVE");
        (await ImportAsync("dump.rdb", "--replace")).ShouldContain("0 refused");
        await SameDataAsync(redis);
        await SameStreamsAsync(redis, whole => whole);

        // Without --replace, what is there stays and is refused.
        var (exitCode, output) = await PikaProcess.StartRefused("import", _folder.File("dump.rdb"), "--port", $"{_pika.Port}");
        exitCode.ShouldBe(1);
        output.ShouldContain("BUSYKEY");
    }

    [RedisFact]
    public async Task Expired_keys_are_left_out()
    {
        using var redis = await _redis!.Connect();
        await redis.Call("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        await redis.Call("SET", "stays", "v");
        await redis.Call("SET", "goes", "v", "PX", "1");
        await redis.Call("SAVE");
        (await ImportAsync("dump.rdb")).ShouldContain("1 keys and 0 commands sent, 1 expired");
    }

    [RedisTheory]
    [InlineData("yes")]
    [InlineData("no")]
    public async Task An_aof_of_several_parts_is_imported(string preamble)
    {
        using var redis = await _redis!.Connect();
        await redis.Call("CONFIG", "SET", "aof-use-rdb-preamble", preamble);
        (await FillAsync()).Dispose();
        await redis.Call("CONFIG", "SET", "appendonly", "yes");
        await Eventually.Holds(
            async () => (await redis.Call("INFO", "persistence")).Contains("aof_rewrite_in_progress:0", StringComparison.Ordinal),
            "the AOF is written"
        );
        await redis.Call("SET", "afterwards", "v");
        await redis.Call("XADD", "stream", "*", "f", "v");
        await redis.Call("XREADGROUP", "GROUP", "h", "late", "COUNT", "7", "STREAMS", "stream", ">");
        await redis.Call("XACK", "stream", "g", "3-0", "5-0");
        await redis.Call("XGROUP", "CREATE", "large", "late", "$");
        await redis.Call("SELECT", "2");
        await redis.Call("RPUSH", "afterwards", "v");
        (await ImportAsync("appendonlydir")).ShouldContain("0 refused");
        await redis.Call("SELECT", "0");

        // What an AOF does not tell, as how much a group has read, Redis does not know either when it has read it. When a consumer was seen is then the time of reading.
        (await redis.Call("DEBUG", "LOADAOF")).ShouldBe("+OK\r\n");
        await SameDataAsync(redis);
        await SameStreamsAsync(redis, whole => SeenTime().Replace(whole, "$1"));
    }

    [RedisFact]
    public async Task A_stream_of_redis_7_2_is_refused_and_the_rest_of_the_file_is_not()
    {
        using var redis = await _redis!.Connect();
        await redis.Call("CONFIG", "SET", "rdbchecksum", "no");
        await redis.Call("XGROUP", "CREATE", "stream", "group", "$", "MKSTREAM");
        await redis.Call("SET", "string", "v");
        await redis.Call("SAVE");
        var bytes = File.ReadAllBytes(_folder.File("dump.rdb"));

        // The form of Redis 7.2 has another number and, without consumers, the same bytes.
        bytes[bytes.AsSpan().IndexOf("\x13\x06stream"u8)] = 21;
        File.WriteAllBytes(_folder.File("newer.rdb"), bytes);
        var (exitCode, output) = await PikaProcess.StartRefused("import", _folder.File("newer.rdb"), "--port", $"{_pika.Port}");
        exitCode.ShouldBe(1);
        output.ShouldContain("1 refused");
        output.ShouldContain("Bad data format");
        using var pika = await _pika.Connect();
        (await pika.Call("GET", "string")).ShouldBe("$1\r\nv\r\n");
        (await pika.Call("EXISTS", "stream")).ShouldBe(":0\r\n");
    }

    [RedisFact]
    public async Task A_damaged_file_is_told_with_the_offset()
    {
        using var redis = await FillAsync();
        await redis.Call("SAVE");
        var bytes = File.ReadAllBytes(_folder.File("dump.rdb"));
        File.WriteAllBytes(_folder.File("short.rdb"), bytes[..(bytes.Length / 2)]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(_folder.File("sum.rdb"), bytes);

        var (exitCode, output) = await PikaProcess.StartRefused("import", _folder.File("short.rdb"), "--port", $"{_pika.Port}");
        exitCode.ShouldBe(1);
        output.ShouldContain("at offset");
        (exitCode, output) = await PikaProcess.StartRefused("import", _folder.File("sum.rdb"), "--port", $"{_pika.Port}", "--replace");
        exitCode.ShouldBe(1);
        output.ShouldContain("the checksum is");
    }

    private Task<string> ImportAsync(string file, params string[] more) =>
        Tool.Run(PikaProcess.Executable, ["import", _folder.File(file), "--port", $"{_pika.Port}", .. more]);

    private async Task SameDataAsync(RespClient redis)
    {
        using var pika = await _pika.Connect();
        (await pika.Call("DEBUG", "DIGEST")).ShouldBe(await redis.Call("DEBUG", "DIGEST"));
    }

    /// <summary>Streams have the same entries, groups, pending entries and consumers, of which DEBUG DIGEST knows the entries alone.</summary>
    private async Task SameStreamsAsync(RespClient redis, Func<string, string> told)
    {
        string[] Lines(string reply) => told(RadixTree().Replace(reply, "$1")).Split("\r\n");

        using var pika = await _pika.Connect();
        foreach (var key in Streams)
        {
            string[] question = ["XINFO", "STREAM", key, "FULL", "COUNT", "0"];
            var (expected, actual) = (Lines(await redis.Call(question)), Lines(await pika.Call(question)));
            var first = expected.Zip(actual).TakeWhile(lines => lines.First == lines.Second).Count();
            actual[first..].ShouldBe(expected[first..], $"{key}, behind {string.Join(' ', expected[..first].TakeLast(20))}");
        }
    }

    [GeneratedRegex(@"(radix-tree-(keys|nodes)\r\n):\d+")]
    private static partial Regex RadixTree();

    [GeneratedRegex(@"(seen-time\r\n):\d+")]
    private static partial Regex SeenTime();

    private static async Task FillStreamsAsync(RespClient redis, string[] some)
    {
        for (var i = 1; i <= some.Length; i++)
            await redis.Call(
                i % 3 == 0
                    ? ["XADD", "stream", $"{i}-0", "other", some[i - 1]]
                    : ["XADD", "stream", $"{i}-0", "f", some[i - 1], "g", $"{i}"]
            );

        await redis.Call("XGROUP", "CREATE", "stream", "g", "0");
        await redis.Call("XGROUP", "CREATE", "stream", "h", "150-0", "ENTRIESREAD", "150");
        await redis.Call("XGROUP", "CREATECONSUMER", "stream", "h", "waits");
        await redis.Call("XREADGROUP", "GROUP", "g", "c", "COUNT", "120", "STREAMS", "stream", ">");
        await redis.Call("XREADGROUP", "GROUP", "g", "d", "COUNT", "20", "STREAMS", "stream", ">");
        await redis.Call("XACK", "stream", "g", "7-0", "8-0");
        await redis.Call("XDEL", "stream", "200-0", "201-0", "202-0");
        await redis.Call("XADD", "emptied", "5-5", "f", "v");
        await redis.Call("XDEL", "emptied", "5-5");
        await redis.Call("XGROUP", "CREATE", "new", "g", "$", "MKSTREAM");
        for (var i = 0; i < 5; i++)
            await redis.Call("XADD", "large", "*", "f", new string((char)('a' + i), 100_000), "random", $"{i}");
    }

    private async Task<RespClient> FillAsync()
    {
        var redis = await _redis!.Connect();
        string[] some = [.. Enumerable.Range(0, 300).Select(i => $"{i}" + new string('x', i % 80))];
        await redis.Call("SET", "string", "v");
        await redis.Call("SET", "expires", new string('a', 3000), "EX", "10000");
        await redis.Call(["RPUSH", "list", .. some]);
        await redis.Call(["SADD", "set", .. some]);
        await redis.Call("SADD", "integers", "1", "2", "70000");
        await redis.Call(["HSET", "hash", .. some]);
        await redis.Call("HSET", "small", "f", "v");
        await redis.Call(["ZADD", "zset", .. some.SelectMany((member, i) => new[] { $"{i}.5", member })]);
        await FillStreamsAsync(redis, some);
        await redis.Call("SELECT", "3");
        await redis.Call("SET", "other", "12345");
        await redis.Call("SELECT", "0");
        return redis;
    }
}
