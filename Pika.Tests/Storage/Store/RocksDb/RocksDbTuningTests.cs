using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Store.RocksDb;

public sealed class RocksDbTuningTests
{
    [Theory]
    [InlineData("7.8.3", false)]
    [InlineData("8.1.1", false)]
    [InlineData(null, false)]
    [InlineData("8.2.0", true)]
    [InlineData("10.4", true)]
    public void Only_a_library_whose_log_survives_a_full_disk_may_write_one(string? version, bool writes) =>
        RocksDbTuning
            .OwnLog(version is null ? null : Version.Parse(version))
            .Contains("WARN_LEVEL", StringComparison.Ordinal)
            .ShouldBe(writes);

    [Fact]
    public void Nothing_is_written_to_a_log_that_does_not_survive_a_full_disk()
    {
        if (RocksDbTuning.OwnLog(RocksDbLibrary.VersionOf(RocksDbLibrary.Path)).Contains("WARN_LEVEL", StringComparison.Ordinal))
            return;

        using var directory = new TemporaryDirectory();
        for (int opening = 0; opening < 2; opening++)
        {
            using var store = RocksDbStore.Open(directory["db"]);
            var batch = new WriteBatch(0);
            batch.Put(Family.Meta, "key"u8, "value"u8);
            store.Write(batch.Payload, noSlowdown: false);
            store.Flush();
        }

        var logs = Directory.GetFiles(directory["db"], "LOG*");
        logs.Length.ShouldBe(2);
        logs.ShouldAllBe(file => new FileInfo(file).Length == 0);
    }
}
