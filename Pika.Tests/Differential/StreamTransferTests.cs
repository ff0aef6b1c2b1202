using System.Text;
using System.Text.RegularExpressions;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;
using Pika.Tests.Protocol.Support;
using Pika.Tests.Support;

namespace Pika.Tests.Differential;

/// <summary>
/// Random streams with groups are dumped on either side and restored on the other, and there XINFO STREAM FULL says the same of them, but for the figures of the radix tree.
/// A failure prints its seed, which PIKA_SEED repeats.
/// </summary>
public sealed partial class StreamTransferTests : IAsyncLifetime
{
    private const int Streams = 60;

    private readonly int _seed = TestSeed.Current;
    private readonly RedisServer? _server = RedisServer.Executable is null ? null : new RedisServer();
    private GuardedStore _store = null!;
    private TestNode _node = null!;
    private TestClient _pika = null!;
    private RedisConnection _redis = null!;

    public async Task InitializeAsync()
    {
        _store = new GuardedStore(new ColdStore(new MemoryStore(), _seed, misses: 0.02));
        _node = await TestNode.OpenAsync(store: _store, clock: TimeProvider.System);
        _pika = _node.Connect();
        _redis = _server?.Connect()!;

        // Redis looks into every node then, and not only at its size.
        _redis?.Ask("CONFIG", "SET", "sanitize-dump-payload", "yes").Text.ShouldBe("OK");
    }

    public async Task DisposeAsync()
    {
        _redis?.Dispose();
        _server?.Dispose();
        await _node.DisposeAsync();
    }

    [RedisFact]
    public Task Streams_that_redis_has_made_go_here_and_back() => Travel(AskRedis, _pika.Ask);

    [RedisFact]
    public Task Streams_that_were_made_here_go_to_redis_and_back() => Travel(_pika.Ask, AskRedis);

    private async Task Travel(Func<string[], Task<string>> home, Func<string[], Task<string>> abroad)
    {
        var chance = new Chance(_seed);
        var seen = new List<string>();
        for (var i = 0; i < Streams; i++)
        {
            var (key, back, copy, note) = ($"k{i}", $"back{i}", $"copy{i}", $"seed {_seed}, stream {i}");
            foreach (var command in new RandomStream(chance, key).Commands())
                await home(command);

            var whole = await Full(home, key);
            whole.ShouldStartWith("*", customMessage: note);
            (await home(["COPY", key, copy])).ShouldBe(":1\r\n", note);
            (await Full(home, copy)).ShouldBe(whole, note);

            (await abroad(["RESTORE", key, "0", Bulk(await home(["DUMP", key]))])).ShouldBe("+OK\r\n", note);
            (await Full(abroad, key)).ShouldBe(whole, note);

            (await home(["RESTORE", back, "0", Bulk(await abroad(["DUMP", key]))])).ShouldBe("+OK\r\n", note);
            (await Full(home, back)).ShouldBe(whole, note);

            seen.Add(whole);

            // It is a stream that goes on, with the ids, the groups and the consumers of the first.
            foreach (var command in RandomStream.More(key))
                (await abroad(command)).ShouldBe(await home(command), note + ": " + string.Join(' ', command));
        }

        _store.Outstanding.ShouldBe(0, $"seed {_seed}: rows that were not given back");
        seen.ShouldContain(whole => whole.Contains("$6\r\nlength\r\n:0\r\n"), $"seed {_seed}: no stream was empty");
        seen.ShouldContain(whole => PendingEntries().IsMatch(whole), $"seed {_seed}: no group had pending entries");
    }

    private static async Task<string> Full(Func<string[], Task<string>> ask, string key) =>
        RadixTree().Replace(await ask(["XINFO", "STREAM", key, "FULL", "COUNT", "0"]), "$1");

    [GeneratedRegex(@"(radix-tree-(keys|nodes)\r\n):\d+")]
    private static partial Regex RadixTree();

    [GeneratedRegex(@"pel-count\r\n:[1-9]")]
    private static partial Regex PendingEntries();

    private Task<string> AskRedis(string[] command) =>
        Task.FromResult(Encoding.Latin1.GetString(_redis.Exchange(RedisConnection.Encode(command), 1)[0]));

    private static string Bulk(string reply) => reply[(reply.IndexOf('\n') + 1)..^2];
}
