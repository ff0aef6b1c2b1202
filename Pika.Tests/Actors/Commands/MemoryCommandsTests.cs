using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class MemoryCommandsTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.OpenAsync();
        _client = _node.Connect();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData(10)]
    [InlineData(300_000)]
    public async Task Usage_is_a_little_more_than_key_and_value(int length)
    {
        await _client.Ask("SET", "key", new string('x', length));

        var usage = int.Parse((await _client.Ask("MEMORY", "USAGE", "key", "SAMPLES", "5"))[1..^2]);

        usage.ShouldBeInRange(length + 3, length + 100);
    }

    [Fact]
    public async Task Usage_of_nothing_is_null() => (await _client.Ask("MEMORY", "USAGE", "nothing")).ShouldBe("$-1\r\n");

    [Fact]
    public async Task Stats_count_all_keys()
    {
        await _client.Pipeline("SET a 1", "SELECT 1", "SET b 1");

        (await _client.Ask("MEMORY", "STATS")).ShouldContain("$10\r\nkeys.count\r\n:2\r\n");
    }

    [Fact]
    public async Task Purge_gives_memory_back() => (await _client.Ask("MEMORY", "PURGE")).ShouldBe("+OK\r\n");
}
