using System.Globalization;
using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Storage.Store.Tiered;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Storage.Store.Tiered;

/// <summary>The tier must be told from the store below by its speed alone.</summary>
public sealed class TieredStoreTests : StoreContract
{
    private const long SmallBudget = 8 << 20;
    private const int RowsOfRecord = 64;

    private MemoryStore _below = new(DiskFileSystem.Instance);
    private TieredStore _store;

    public TieredStoreTests() => _store = new TieredStore(_below, SmallBudget);

    protected override IStore Store => _store;

    public override void Dispose() => _store.Dispose();

    protected override IStore Crash() => _store = new TieredStore(_below = _below.Crash(), SmallBudget);

    [Fact]
    public void Rows_beyond_the_budget_are_still_there()
    {
        string value = new('v', 1000);
        for (int i = 0; i < 40_000; i++)
        {
            PutSlowly($"key-{i}", value + i);
        }

        for (int i = 0; i < 40_000; i += 97)
        {
            Get(Family.Meta, $"key-{i}").ShouldBe(value + i);
        }
    }

    [Fact]
    public void A_rewritten_and_a_deleted_row_are_read_as_such_before_and_after_they_went_down()
    {
        Put(Family.Meta, "a", "1");
        Put(Family.Meta, "b", "1");
        Put(Family.Meta, "a", "2");
        var batch = new WriteBatch(0);
        batch.Delete(Family.Meta, "b"u8);
        Write(batch);

        Get(Family.Meta, "a").ShouldBe("2");
        Get(Family.Meta, "b").ShouldBeNull();
        Walk(Family.Meta).ShouldBe(["a=2"]);
        Get(Family.Meta, "a").ShouldBe("2");
        Get(Family.Meta, "b").ShouldBeNull();
    }

    [Fact]
    public void A_batch_of_more_than_may_be_dirty_loses_nothing()
    {
        using var store = new TieredStore(new MemoryStore(DiskFileSystem.Instance), budget: 1);
        var value = new byte[1000];
        for (int round = 0; round < 3; round++)
        {
            var batch = new WriteBatch(0);
            for (int i = 0; i < 3900; i++)
            {
                batch.Put(Family.Meta, BitConverter.GetBytes((round * 10_000) + i), value);
            }

            store.Write(batch.Payload, noSlowdown: false).ShouldBe(WriteStatus.Written);
        }

        for (int i = 0; i < 23_900; i = i % 10_000 == 3899 ? i + 6101 : i + 1)
        {
            store.Get(Family.Meta, BitConverter.GetBytes(i), ReadTier.All, null, out var row).ShouldBe(ReadStatus.Found, $"row {i}");
            row.Dispose();
        }
    }

    [Fact]
    public void A_row_that_grows_too_big_to_be_kept_is_read_as_it_is()
    {
        string big = new('b', 200_000);
        Put(Family.Meta, "a", "1");
        Put(Family.Meta, "b", "1");
        Put(Family.Meta, "a", big);

        Get(Family.Meta, "a").ShouldBe(big);
        Get(Family.Meta, "b").ShouldBe("1");
        Put(Family.Meta, "a", "2");
        Get(Family.Meta, "a").ShouldBe("2");
    }

    [Fact]
    public void A_row_read_from_below_is_not_put_over_a_later_write()
    {
        Put(Family.Meta, "a", "1");
        Walk(Family.Meta).ShouldBe(["a=1"]);
        Get(Family.Meta, "a").ShouldBe("1");
        Put(Family.Meta, "a", "2");

        Get(Family.Meta, "a").ShouldBe("2");
    }

    [Fact]
    public void A_checkpoint_during_a_big_drain_holds_the_state_after_its_own_applied_row()
    {
        var files = new MemoryFileSystem();
        using var inDrain = new ManualResetEventSlim();
        using var copied = new ManualResetEventSlim();
        var hooked = new HookedStore(new MemoryStore(files));
        using var store = new TieredStore(hooked, budget: 128 << 20);
        WriteRecord(store, 1);
        var drainer = new Thread(store.Flush);
        hooked.InSortedWrite = () =>
        {
            inDrain.Set();
            copied.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        };
        hooked.BeforeCheckpoint = () =>
        {
            for (ulong record = 2; record <= 20; record++)
                WriteRecord(store, record);
            drainer.Start();
            SpinWait.SpinUntil(() => inDrain.IsSet || drainer.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(10));
        };

        var applied = store.Checkpoint("/copy");
        copied.Set();
        drainer.Join();

        inDrain.IsSet.ShouldBeTrue("the drain was big enough to be taken in by parts");
        using var copy = MemoryStore.Open(files, "/copy");
        applied.ShouldBe(AppliedRow.Read(copy, ReadTier.All));
        applied.ShouldBe(new LogIndex(1, 1));
        copy.Property("rocksdb.estimate-num-keys", Family.Data).ShouldBe(RowsOfRecord.ToString(CultureInfo.InvariantCulture));
    }

    // A megabyte each, so that twenty of them go down as table files.
    private static void WriteRecord(TieredStore store, ulong record)
    {
        var batch = new WriteBatch(0);
        Span<byte> key = stackalloc byte[16];
        Span<byte> applied = stackalloc byte[AppliedRow.ValueSize];
        AppliedRow.WriteValue(applied, new LogIndex(1, record), default);
        batch.Put(Family.System, AppliedRow.Key, applied);
        for (int row = 0; row < RowsOfRecord; row++)
        {
            BitConverter.TryWriteBytes(key, record).ShouldBeTrue();
            BitConverter.TryWriteBytes(key[8..], row).ShouldBeTrue();
            batch.Put(Family.Data, key, new byte[16 << 10]);
        }

        store.Write(batch.Payload, noSlowdown: false).ShouldBe(WriteStatus.Written);
    }

    private void PutSlowly(string key, string value)
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, System.Text.Encoding.ASCII.GetBytes(key), System.Text.Encoding.ASCII.GetBytes(value));
        if (Store.Write(batch.Payload, noSlowdown: true) == WriteStatus.Stalled)
        {
            Store.Write(batch.Payload, noSlowdown: false).ShouldBe(WriteStatus.Written);
        }
    }
}
