using Pika.Tests.Protocol.Support;

namespace Pika.Tests.EndToEnd;

/// <summary><c>pika import</c> brings what redis-server has written to its files into a server of ours.</summary>
public sealed class ImportTests : IAsyncLifetime
{
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
        await redis.Call("SELECT", "2");
        await redis.Call("RPUSH", "afterwards", "v");
        await ImportAsync("appendonlydir");
        await SameDataAsync(redis);
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
        await redis.Call("SELECT", "3");
        await redis.Call("SET", "other", "12345");
        await redis.Call("SELECT", "0");
        return redis;
    }
}
