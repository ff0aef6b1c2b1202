using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;
using Pika.Tests.Support;

namespace Pika.Tests.Storage.Store.RocksDb;

public sealed class RocksDbStoreTests : StoreContract
{
    private static readonly RocksDbOptions Small = new() { MemoryBudget = 32 << 20, WriteBufferSize = 4 << 20 };

    private readonly TemporaryDirectory _directory = new();
    private RocksDbStore _store;

    public RocksDbStoreTests() => _store = RocksDbStore.Open(_directory["db"], Small);

    protected override IStore Store => _store;

    public override void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    protected override IStore Crash()
    {
        // Disposing writes nothing, so this is what a killed process leaves behind.
        _store.Dispose();
        return _store = RocksDbStore.Open(_directory["db"], Small);
    }

    [Fact]
    public void The_ids_of_the_families_are_those_of_the_log()
    {
        Put(Family.System, "x", "1");
        Put(Family.Data, "x", "2");
        Store.Flush();
        _store.Dispose();
        _store = RocksDbStore.Open(_directory["db"], Small);

        Get(Family.System, "x").ShouldBe("1");
        Get(Family.Data, "x").ShouldBe("2");
        Get(Family.Meta, "x").ShouldBeNull();
    }

    [Fact]
    public void A_second_opener_is_told_that_the_store_is_locked()
    {
        var error = Should.Throw<StoreException>(() => RocksDbStore.Open(_directory["db"], Small));

        error.Error.ShouldBe(StoreError.Locked);
        error.Message.ShouldContain(_directory["db"]);
    }

    [Fact]
    public void A_wrong_option_is_named()
    {
        var error = Should.Throw<StoreException>(() => RocksDbStore.Open(_directory["other"], Small with { Extra = "no_such_option=1" }));

        error.Message.ShouldContain("no_such_option");
    }

    [Fact]
    public void A_damaged_manifest_is_corruption()
    {
        Put(Family.Meta, "a", "1");
        Store.Flush();
        _store.Dispose();
        var manifest = Directory.GetFiles(_directory["db"], "MANIFEST-*").Single();
        var bytes = File.ReadAllBytes(manifest);
        bytes[bytes.Length / 2] ^= 0xff;
        File.WriteAllBytes(manifest, bytes);

        Should.Throw<StoreException>(() => RocksDbStore.Open(_directory["db"], Small)).Error.ShouldBe(StoreError.Corruption);
    }

    [Fact]
    public void A_read_that_needs_a_disk_is_incomplete_in_the_cache_tier()
    {
        Put(Family.Meta, "a", "1");
        Store.Flush();
        _store.Dispose();
        _store = RocksDbStore.Open(_directory["db"], Small with { Extra = "skip_stats_update_on_db_open=true" });

        Store.Get(Family.Meta, "a"u8, ReadTier.BlockCache, null, out _).ShouldBe(ReadStatus.Incomplete);
        using (var iterator = Store.Iterate(Family.Meta, [], [], ReadTier.BlockCache, null))
        {
            iterator.SeekToFirst();
            iterator.Valid.ShouldBeFalse();
            iterator.Incomplete.ShouldBeTrue();
        }

        Get(Family.Meta, "a").ShouldBe("1");
        Get(Family.Meta, "a", ReadTier.BlockCache).ShouldBe("1", "the first read filled the cache");
    }

    // Each of the cache's parts is smaller than the whole filter of these rows would be.
    [Fact]
    public void What_was_read_in_a_big_file_of_small_rows_is_answered_from_the_cache()
    {
        _store.Dispose();
        _store = RocksDbStore.Open(_directory["db"], Small with { MemoryBudget = 16 << 20 });
        var rows = new WriteBatch(0);
        for (int i = 0; i < 400_000; i++)
        {
            rows.Put(Family.Data, BitConverter.GetBytes(i), []);
        }

        Write(rows);
        Store.Flush();
        Store.Compact(Family.Data, [], []);

        foreach (int i in (int[])[3, 399_999, 500_000])
        {
            byte[] key = BitConverter.GetBytes(i);
            var status = Store.Get(Family.Data, key, ReadTier.All, null, out var row);
            row.Dispose();

            Store.Get(Family.Data, key, ReadTier.BlockCache, null, out row).ShouldBe(status);
            row.Dispose();
        }
    }

    [Fact]
    public void A_checkpoint_is_a_store_of_that_moment()
    {
        Put(Family.Meta, "a", "1");
        Put(Family.System, "state", "1");
        Store.Checkpoint(_directory["copy"]);
        Put(Family.Meta, "a", "2");

        using var copy = RocksDbStore.Open(_directory["copy"], Small);
        Get(copy, Family.Meta, "a").ShouldBe("1");
        Get(copy, Family.System, "state").ShouldBe("1");
    }

    [Fact]
    public void A_checkpoint_into_an_existing_directory_is_refused()
    {
        Directory.CreateDirectory(_directory["copy"]);

        Should.Throw<StoreException>(() => Store.Checkpoint(_directory["copy"]));
    }

    [Fact]
    public void Properties_are_told()
    {
        Put(Family.Data, "a", "1");

        Store.Property("rocksdb.num-entries-active-mem-table", Family.Data).ShouldBe("1");
        Store.Property("rocksdb.num-entries-active-mem-table").ShouldBe("0");
        Store.Property("rocksdb.background-errors").ShouldBe("0");
        Store.Property("rocksdb.is-write-stopped").ShouldBe("0");
    }

    [Fact]
    public void A_stalled_store_writes_nothing_when_it_must_not_wait()
    {
        // Without compaction, the files of full memtables pile up in level 0 to the trigger that slows writes down.
        _store.Dispose();
        _store = RocksDbStore.Open(
            _directory["stall"],
            Small with
            {
                WriteBufferSize = 64 << 10,
                Extra =
                    "compaction_style=kCompactionStyleNone;level0_file_num_compaction_trigger=2;level0_slowdown_writes_trigger=2;level0_stop_writes_trigger=3",
            }
        );
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, "a"u8, new byte[50_000]);
        var attempts = 0;
        while (Store.Property("rocksdb.is-write-stopped") != "1")
        {
            Store.Write(batch.Payload, noSlowdown: true);
            (++attempts).ShouldBeLessThan(10_000_000, "the store should have stopped writes");
        }

        batch.Clear();
        batch.Put(Family.Data, "b"u8, "1"u8);
        Store.Write(batch.Payload, noSlowdown: true).ShouldBe(WriteStatus.Stalled);
        Get(Family.Data, "b").ShouldBeNull();
        Get(Family.Meta, "a").ShouldNotBeNull("reads go on");
    }

    [Fact]
    public void The_library_says_which_file_it_is()
    {
        File.Exists(RocksDbLibrary.Path).ShouldBeTrue();
        Version.Parse(RocksDbLibrary.Version).Major.ShouldBeInRange(7, 10);
    }
}
