using System.Text;
using Pika.Storage.Store;

namespace Pika.Tests.Storage.Store;

/// <summary>What every <see cref="IStore"/> must do; run against each by a derived class.</summary>
public abstract class StoreContract : IDisposable
{
    protected abstract IStore Store { get; }

    public abstract void Dispose();

    /// <summary>The store as a restart after a crash of the process finds it.</summary>
    protected abstract IStore Crash();

    [Fact]
    public void A_written_row_is_read_back_and_an_absent_one_is_not()
    {
        Put(Family.Meta, "a", "1");

        Get(Family.Meta, "a").ShouldBe("1");
        Get(Family.Meta, "b").ShouldBeNull();
    }

    [Fact]
    public void Families_do_not_mix()
    {
        foreach (var family in Enum.GetValues<Family>())
        {
            Put(family, "k", family.ToString());
        }

        foreach (var family in Enum.GetValues<Family>())
        {
            Get(family, "k").ShouldBe(family.ToString());
        }
    }

    [Fact]
    public void Empty_keys_and_values_are_rows()
    {
        Put(Family.Data, "", "");

        Get(Family.Data, "").ShouldBe("");
        Walk(Family.Data).ShouldBe(["="]);
    }

    [Fact]
    public void Later_records_of_a_batch_prevail()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, "a"u8, "1"u8);
        batch.Delete(Family.Meta, "a"u8);
        batch.Put(Family.Meta, "b"u8, "1"u8);
        batch.Put(Family.Meta, "b"u8, "2"u8);
        Write(batch);

        Walk(Family.Meta).ShouldBe(["b=2"]);
    }

    [Theory]
    [InlineData(Family.Meta)]
    [InlineData(Family.Data)]
    [InlineData(Family.System)]
    public void A_range_delete_takes_the_start_and_leaves_the_end(Family family)
    {
        PutAll(family, "a", "b", "ba", "c", "d");

        var batch = new WriteBatch(0);
        batch.DeleteRange(family, "b"u8, "d"u8);
        Write(batch);
        Store.Flush();
        Store.Compact(family, [], []);

        Walk(family).ShouldBe(["a=a", "d=d"]);
    }

    [Fact]
    public void An_iterator_walks_within_its_bounds_in_byte_order()
    {
        PutAll(Family.Score, "b", "a", "c", "\u007f", "bb", "d");

        Walk(Family.Score, "b", "d").ShouldBe(["b=b", "bb=bb", "c=c"]);
        Walk(Family.Score, "bc").ShouldBe(["c=c", "d=d", "\u007f=\u007f"]);
        WalkBack(Family.Score, "b", "d").ShouldBe(["c=c", "bb=bb", "b=b"]);
    }

    [Fact]
    public void Keys_are_ordered_as_unsigned_bytes()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Data, [0x80], "high"u8);
        batch.Put(Family.Data, [0x7f], "low"u8);
        batch.Put(Family.Data, [0x7f, 0x00], "longer"u8);
        Write(batch);

        using var iterator = Store.Iterate(Family.Data, [], [], ReadTier.All, null);
        var values = new List<string>();
        for (iterator.SeekToFirst(); iterator.Valid; iterator.Next())
        {
            values.Add(Text(iterator.Value));
        }

        values.ShouldBe(["low", "longer", "high"]);
    }

    [Fact]
    public void An_iterator_seeks_to_the_nearest_row()
    {
        PutAll(Family.Data, "b", "d", "f");
        using var iterator = Store.Iterate(Family.Data, "b"u8, "f"u8, ReadTier.All, null);

        iterator.Valid.ShouldBeFalse();
        At("c"u8, forward: true).ShouldBe("d");
        At("d"u8, forward: true).ShouldBe("d");
        At("a"u8, forward: true).ShouldBe("b", "the lower bound holds");
        At("e"u8, forward: true).ShouldBeNull("the upper bound holds");
        At("c"u8, forward: false).ShouldBe("b");
        At("d"u8, forward: false).ShouldBe("d");
        At("z"u8, forward: false).ShouldBe("d", "the upper bound holds");
        At("a"u8, forward: false).ShouldBeNull("the lower bound holds");

        string? At(ReadOnlySpan<byte> key, bool forward)
        {
            if (forward)
            {
                iterator.Seek(key);
            }
            else
            {
                iterator.SeekForPrev(key);
            }

            return iterator.Valid ? Text(iterator.Key) : null;
        }
    }

    [Fact]
    public void An_iterator_can_turn_round()
    {
        PutAll(Family.Data, "a", "b", "c");
        using var iterator = Store.Iterate(Family.Data, [], [], ReadTier.All, null);

        iterator.Seek("b"u8);
        iterator.Next();
        Text(iterator.Key).ShouldBe("c");
        iterator.Prev();
        iterator.Prev();
        Text(iterator.Key).ShouldBe("a");
        iterator.Prev();
        iterator.Valid.ShouldBeFalse();
        iterator.SeekToLast();
        Text(iterator.Key).ShouldBe("c");
    }

    [Fact]
    public void A_step_from_nowhere_is_refused()
    {
        using var iterator = Store.Iterate(Family.Data, [], [], ReadTier.All, null);
        iterator.SeekToFirst();

        Should.Throw<InvalidOperationException>(iterator.Next);
        Should.Throw<InvalidOperationException>(iterator.Prev);
        Should.Throw<InvalidOperationException>(() => iterator.Key.Length);
        Should.Throw<InvalidOperationException>(() => iterator.Value.Length);
    }

    [Fact]
    public void An_iterator_shows_the_state_of_its_beginning()
    {
        PutAll(Family.Data, "a", "b");
        using var iterator = Store.Iterate(Family.Data, [], [], ReadTier.All, null);
        Put(Family.Data, "c", "c");
        Delete(Family.Data, "a");

        iterator.SeekToFirst();
        Text(iterator.Key).ShouldBe("a");
        iterator.SeekToLast();
        Text(iterator.Key).ShouldBe("b");
    }

    [Fact]
    public void A_snapshot_keeps_its_state_for_reads_and_walks()
    {
        Put(Family.Meta, "a", "old");
        using var snapshot = Store.Snapshot()!;
        Put(Family.Meta, "a", "new");
        Put(Family.Meta, "b", "new");

        Get(Family.Meta, "a", ReadTier.All, snapshot).ShouldBe("old");
        Get(Family.Meta, "a", ReadTier.BlockCache, snapshot).ShouldBe("old");
        Get(Family.Meta, "b", ReadTier.All, snapshot).ShouldBeNull();
        Get(Family.Meta, "a").ShouldBe("new");
        Walk(Family.Meta, snapshot: snapshot).ShouldBe(["a=old"]);
    }

    [Fact]
    public void A_disposed_snapshot_is_refused()
    {
        var snapshot = Store.Snapshot()!;
        snapshot.Dispose();
        snapshot.Dispose();

        Should.Throw<ObjectDisposedException>(() => Get(Family.Meta, "a", ReadTier.All, snapshot));
        Should.Throw<ObjectDisposedException>(() => Store.Iterate(Family.Meta, [], [], ReadTier.All, snapshot));
    }

    [Fact]
    public void The_durable_tier_shows_what_was_flushed()
    {
        Put(Family.Meta, "a", "1");
        Put(Family.System, "applied", "1");
        Get(Family.Meta, "a", ReadTier.Durable).ShouldBeNull();

        Store.Flush();
        Put(Family.Meta, "a", "2");
        Put(Family.System, "applied", "2");

        Get(Family.Meta, "a", ReadTier.Durable).ShouldBe("1");
        Get(Family.System, "applied", ReadTier.Durable).ShouldBe("1");
        Get(Family.System, "applied").ShouldBe("2");
        Should.Throw<NotSupportedException>(() => Store.Iterate(Family.Meta, [], [], ReadTier.Durable, null));
    }

    [Fact]
    public void A_crash_keeps_what_was_flushed_in_every_family_and_no_more()
    {
        foreach (var family in Enum.GetValues<Family>())
        {
            Put(family, "k", "flushed");
        }

        Store.Flush();
        foreach (var family in Enum.GetValues<Family>())
        {
            Put(family, "k", "lost");
        }

        var after = Crash();
        foreach (var family in Enum.GetValues<Family>())
        {
            Get(after, family, "k").ShouldBe("flushed");
        }
    }

    [Fact]
    public void A_flush_of_nothing_is_fine()
    {
        Store.Flush();
        Store.Flush();
    }

    [Fact]
    public void A_malformed_batch_is_refused_whole_and_the_store_goes_on()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, "a"u8, "1"u8);
        batch.Put(Family.Meta, "b"u8, "1"u8);
        var bytes = batch.Payload.ToArray();

        Should.Throw<StoreException>(() => Store.Write(bytes.AsSpan(0, bytes.Length - 1), false)).Error.ShouldBe(StoreError.Corruption);
        Should.Throw<StoreException>(() => Store.Write(bytes.AsSpan(0, 5), false)).Error.ShouldBe(StoreError.Corruption);
        Walk(Family.Meta).ShouldBeEmpty();
        Put(Family.Meta, "c", "1");
        Walk(Family.Meta).ShouldBe(["c=1"]);
    }

    [Fact]
    public void Compaction_changes_no_row()
    {
        PutAll(Family.Data, "a", "b", "c");
        Store.Flush();
        Delete(Family.Data, "b");
        Store.Compact(Family.Data, [], []);
        Store.Compact(Family.Data, "a"u8, "b"u8);

        Walk(Family.Data).ShouldBe(["a=a", "c=c"]);
    }

    [Fact]
    public void A_compaction_that_may_not_run_changes_no_row_either()
    {
        Put(Family.Data, "a", "1");
        Store.StopCompacting();
        Store.Compact(Family.Data, [], []);

        Get(Family.Data, "a").ShouldBe("1");
    }

    [Fact]
    public void The_size_of_a_range_is_about_that_of_its_rows()
    {
        for (var i = 0; i < 2000; i++)
            Put(Family.Data, $"{i % 2}{i}", new string((char)('a' + (i % 26)), 1000));

        Store.Flush();

        Store.SizeOf(Family.Data, "0"u8, "1"u8).ShouldBeInRange(800_000, 1_200_000);
        Store.SizeOf(Family.Data, "0"u8, "2"u8).ShouldBeInRange(1_600_000, 2_400_000);
        Store.SizeOf(Family.Data, "2"u8, "3"u8).ShouldBeLessThan(50_000);
        Store.SizeOf(Family.Score, "0"u8, "3"u8).ShouldBe(0);
    }

    [Fact]
    public void A_property_of_all_families_is_the_sum()
    {
        Put(Family.Meta, "a", "1");
        Put(Family.Data, "a", "1");
        Put(Family.Score, "a", "1");
        Store.Flush();

        Store.PropertyOfAll("rocksdb.estimate-num-keys").ShouldBe(3);
        Store.PropertyOfAll("no.such.property").ShouldBe(0);
    }

    [Fact]
    public void An_unknown_property_is_null() => Store.Property("no.such.property").ShouldBeNull();

    [Fact]
    public void Use_after_dispose_is_an_exception()
    {
        var store = Store;
        store.Dispose();
        store.Dispose();

        Should.Throw<ObjectDisposedException>(() => store.Get(Family.Meta, "a"u8, ReadTier.All, null, out _));
        Should.Throw<ObjectDisposedException>(() => store.Iterate(Family.Meta, [], [], ReadTier.All, null));
        Should.Throw<ObjectDisposedException>(() => store.Snapshot());
        Should.Throw<ObjectDisposedException>(store.Flush);
        Should.Throw<ObjectDisposedException>(() => store.Property("x"));
    }

    [Fact]
    public void Rows_iterators_and_snapshots_outlive_the_store_that_gave_them()
    {
        Put(Family.Meta, "a", "1");
        Store.Flush();
        Store.Get(Family.Meta, "a"u8, ReadTier.All, null, out var row).ShouldBe(ReadStatus.Found);
        var iterator = Store.Iterate(Family.Meta, [], [], ReadTier.All, null);
        var snapshot = Store.Snapshot()!;
        Store.Dispose();

        Text(row.Value).ShouldBe("1");
        row.Dispose();
        iterator.SeekToFirst();
        Text(iterator.Value).ShouldBe("1");
        iterator.Dispose();
        iterator.Dispose();
        snapshot.Dispose();
    }

    protected static string? Get(IStore store, Family family, string key, ReadTier tier = ReadTier.All, IStoreSnapshot? snapshot = null)
    {
        var status = store.Get(family, Encoding.UTF8.GetBytes(key), tier, snapshot, out var row);
        using (row)
        {
            return status == ReadStatus.Found ? Text(row.Value) : null;
        }
    }

    protected string? Get(Family family, string key, ReadTier tier = ReadTier.All, IStoreSnapshot? snapshot = null) =>
        Get(Store, family, key, tier, snapshot);

    protected void Put(Family family, string key, string value)
    {
        var batch = new WriteBatch(0);
        batch.Put(family, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        Write(batch);
    }

    protected void Write(WriteBatch batch) => Store.Write(batch.Payload, noSlowdown: false).ShouldBe(WriteStatus.Written);

    protected void PutAll(Family family, params string[] keys)
    {
        foreach (var key in keys)
        {
            Put(family, key, key);
        }
    }

    protected List<string> Walk(Family family, string from = "", string to = "", IStoreSnapshot? snapshot = null)
    {
        using var iterator = Store.Iterate(family, Encoding.UTF8.GetBytes(from), Encoding.UTF8.GetBytes(to), ReadTier.All, snapshot);
        var rows = new List<string>();
        for (iterator.SeekToFirst(); iterator.Valid; iterator.Next())
        {
            rows.Add($"{Text(iterator.Key)}={Text(iterator.Value)}");
        }

        return rows;
    }

    protected static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private void Delete(Family family, string key)
    {
        var batch = new WriteBatch(0);
        batch.Delete(family, Encoding.UTF8.GetBytes(key));
        Write(batch);
    }

    private List<string> WalkBack(Family family, string from, string to)
    {
        using var iterator = Store.Iterate(family, Encoding.UTF8.GetBytes(from), Encoding.UTF8.GetBytes(to), ReadTier.All, null);
        var rows = new List<string>();
        for (iterator.SeekToLast(); iterator.Valid; iterator.Prev())
        {
            rows.Add($"{Text(iterator.Key)}={Text(iterator.Value)}");
        }

        return rows;
    }
}
