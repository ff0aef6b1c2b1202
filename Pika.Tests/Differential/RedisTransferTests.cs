using System.Text;
using Pika.Actors.Configuration;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Differential;

/// <summary>Values of all types and sizes, so that redis-server uses all its encodings, are dumped on either side and restored on the other.</summary>
public sealed class RedisTransferTests : IAsyncLifetime
{
    private readonly RedisServer? _server = RedisServer.Executable is null ? null : new RedisServer();
    private TestNode _node = null!;
    private TestClient _pika = null!;
    private RedisConnection _redis = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync(config => config.EnableDebugCommand = DebugAccess.Yes, clock: TimeProvider.System);
        _pika = _node.Connect();
        _redis = _server?.Connect()!;
    }

    public async Task DisposeAsync()
    {
        _redis?.Dispose();
        _server?.Dispose();
        await _node.DisposeAsync();
    }

    [RedisFact]
    public async Task What_redis_dumps_is_the_same_here()
    {
        foreach (var command in Values())
            _redis.Ask(command);

        foreach (var key in Keys())
        {
            var payload = _redis.Ask("DUMP", key).Text!;
            (await _pika.Ask("RESTORE", key, "0", payload)).ShouldBe("+OK\r\n", key);
            (await _pika.Ask("DEBUG", "DIGEST-VALUE", key)).ShouldBe($"*1\r\n+{_redis.Ask("DEBUG", "DIGEST-VALUE", key)[0].Text}\r\n", key);
        }

        (await _pika.Ask("DEBUG", "DIGEST")).ShouldBe($"+{_redis.Ask("DEBUG", "DIGEST").Text}\r\n");
    }

    [RedisFact]
    public async Task What_is_dumped_here_is_the_same_in_redis()
    {
        foreach (var command in Values())
            (await _pika.Ask(command)).ShouldNotStartWith("-", customMessage: string.Join(' ', command.Take(3)));

        foreach (var key in Keys())
        {
            var reply = await _pika.Ask("DUMP", key);
            var payload = reply[(reply.IndexOf('\n') + 1)..^2];
            _redis.Ask("RESTORE", key, "0", payload).Text.ShouldBe("OK", key);
            (await _pika.Ask("DEBUG", "DIGEST-VALUE", key)).ShouldBe($"*1\r\n+{_redis.Ask("DEBUG", "DIGEST-VALUE", key)[0].Text}\r\n", key);
        }

        (await _pika.Ask("DEBUG", "DIGEST")).ShouldBe($"+{_redis.Ask("DEBUG", "DIGEST").Text}\r\n");
    }

    private List<string> Keys() => [.. Values().Select(command => command[1]).Distinct()];

    private static IEnumerable<string[]> Values()
    {
        foreach (var (name, value) in Strings())
            yield return ["SET", name, value];

        foreach (var size in new[] { 1, 3, 40, 700 })
        {
            var some = Elements(size).ToArray();
            yield return ["RPUSH", $"list-{size}", .. some];
            yield return ["SADD", $"set-{size}", .. some];
            yield return ["SADD", $"integers-{size}", .. Enumerable.Range(0, size).Select(i => $"{i * 37 - 500}")];
            yield return ["ZADD", $"zset-{size}", .. some.SelectMany((element, i) => new[] { Score(i), element })];
            yield return ["HSET", $"hash-{size}", .. some.SelectMany(element => new[] { element, $"{element.Length}" })];
        }

        for (var i = 1; i <= 250; i++)
            yield return ["XADD", "stream", $"{i / 3}-{i}", .. Elements(2 * (1 + (i % 4)))];

        yield return ["SADD", "wide", "1", "70000", "5000000000", "-5000000000"];
        yield return ["RPUSH", "big", new string('x', 9000), "y", new string('z', 20000)];
        yield return ["HSET", "bigfield", "f", new string('x', 5000)];
    }

    private static IEnumerable<(string Name, string Value)> Strings()
    {
        string[] integers =
        [
            "0",
            "-1",
            "127",
            "128",
            "-129",
            "32767",
            "-32769",
            "2147483647",
            "-2147483649",
            "9223372036854775807",
            "01",
            "-0",
            "+1",
        ];
        foreach (var (integer, i) in integers.Select((integer, i) => (integer, i)))
            yield return ($"integer-{i}", integer);

        foreach (var size in new[] { 0, 1, 20, 63, 64, 5000, 16383, 16384, 100_000 })
        {
            yield return ($"same-{size}", new string('a', size));
            yield return ($"random-{size}", Random(size));
        }
    }

    private static string Score(int i) =>
        (i % 6) switch
        {
            0 => $"{i}",
            1 => $"-{i}.25",
            2 => "inf",
            3 => "-inf",
            4 => "0.1",
            _ => $"{i}e100",
        };

    /// <summary>Different ones: integers of all widths, short strings, strings that are long for a packed list.</summary>
    private static IEnumerable<string> Elements(int count) =>
        Enumerable
            .Range(0, count)
            .Select(i =>
                (i % 7) switch
                {
                    0 => $"{i}",
                    1 => $"{-i * 1000}",
                    2 => $"{i * 1_000_000_007L}",
                    3 => $"e{i}\0\xff",
                    4 => $"{i}" + new string('b', i % 90),
                    5 => $"{i}.5",
                    _ => $"{(1L << (i % 63)) + i}x",
                }
            );

    private static string Random(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return Encoding.Latin1.GetString(bytes);
    }
}
