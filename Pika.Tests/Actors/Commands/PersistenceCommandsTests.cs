using Pika.Storage.Store;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Commands;

public sealed class PersistenceCommandsTests : NodeTestBase
{
    [Theory]
    [InlineData("SAVE", "+OK\r\n")]
    [InlineData("BGSAVE", "+Background saving started\r\n")]
    [InlineData("BGSAVE SCHEDULE", "+Background saving started\r\n")]
    public async Task A_save_makes_the_store_durable_and_LASTSAVE_tells_when(string command, string reply)
    {
        await Client.Ask("SET", "a", "1");
        var before = Node.Time.NowMs / 1000;
        (await Client.Ask("LASTSAVE")).ShouldBe($":{before}\r\n");
        Node.Time.Advance(TimeSpan.FromSeconds(7));

        (await Client.Pipeline(command)).ShouldBe(reply);

        await Eventually.True(() => Node.Node.Saving.LastSeconds == before + 7);
        Node.Node.Store.Get(Family.System, Pika.Storage.Binlog.AppliedRow.Key, ReadTier.Durable, null, out var row)
            .ShouldBe(ReadStatus.Found);
        row.Dispose();
        (await Client.Ask("INFO", "persistence")).ShouldContain(
            $"\r\nrdb_last_save_time:{before + 7}\r\nrdb_last_bgsave_status:ok\r\nrdb_saves:1\r\n"
        );
    }
}
