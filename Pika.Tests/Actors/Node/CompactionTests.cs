using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;
using Pika.Storage.Store.Tiered;
using Pika.Tests.Actors.Support;
using Pika.Tests.Support;

namespace Pika.Tests.Actors.Node;

public sealed class CompactionTests : IAsyncLifetime
{
    private const int Elements = 1250;

    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(1);
    private TieredStore _store = null!;
    private TestNode _node = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        var below = RocksDbStore.Open(_directory["db"], new RocksDbOptions { MemoryBudget = 32 << 20 });
        _node = await TestNode.OpenAsync(store: _store = new TieredStore(below, 16 << 20));
        _client = _node.Connect();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("DEL", "big")]
    [InlineData("SET", "big", "small")]
    [InlineData("FLUSHALL")]
    public async Task The_space_of_a_big_value_that_was_removed_is_given_back(params string[] command)
    {
        await Fill("big");
        await Fill("other");
        Files().ShouldBeGreaterThan(140_000_000);

        await _client.Ask(command);

        var most = command[0] == "FLUSHALL" ? 10_000_000 : 90_000_000;
        await Eventually.True(() => Files() < most);
        (await _client.Ask("LLEN", "other")).ShouldBe(command[0] == "FLUSHALL" ? ":0\r\n" : $":{Elements}\r\n");
    }

    // Bytes that do not compress: the size of the files is what is measured.
    private async Task Fill(string key)
    {
        for (var i = 0; i < Elements; i++)
        {
            var element = new byte[30_000];
            _random.NextBytes(element);
            await _client.Ask("RPUSH", key, Convert.ToBase64String(element) + Convert.ToHexString(element.AsSpan(0, 10_000)));
        }

        _store.Flush();
    }

    private long Files() => _store.Property("rocksdb.total-sst-files-size", Family.Data) is { } text ? long.Parse(text) : 0;
}
