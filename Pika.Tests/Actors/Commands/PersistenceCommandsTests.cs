using Pika.Storage.Store;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class PersistenceCommandsTests : IAsyncLifetime
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
    [InlineData("SAVE", "+OK\r\n")]
    [InlineData("BGSAVE", "+Background saving started\r\n")]
    [InlineData("BGSAVE SCHEDULE", "+Background saving started\r\n")]
    public async Task A_save_makes_the_store_durable_and_LASTSAVE_tells_when(string command, string reply)
    {
        await _client.Ask("SET", "a", "1");
        var before = _node.Time.NowMs / 1000;
        (await _client.Ask("LASTSAVE")).ShouldBe($":{before}\r\n");
        _node.Time.Advance(TimeSpan.FromSeconds(7));

        (await _client.Pipeline(command)).ShouldBe(reply);

        await Eventually.True(() => _node.Node.Saving.LastSeconds == before + 7);
        _node
            .Node.Store.Get(Family.System, Pika.Storage.Binlog.AppliedRow.Key, ReadTier.Durable, null, out var row)
            .ShouldBe(ReadStatus.Found);
        row.Dispose();
        (await _client.Ask("INFO", "persistence")).ShouldContain(
            $"\r\nrdb_last_save_time:{before + 7}\r\nrdb_last_bgsave_status:ok\r\nrdb_saves:1\r\n"
        );
    }
}
