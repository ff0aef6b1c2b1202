using FsCheck;
using FsCheck.Fluent;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Storage.Store.Tiered;

namespace Pika.Tests.Storage.Store.Tiered;

/// <summary>Walks over collections see dirty rows, rows on their way down and rows below as one sorted map.</summary>
public sealed class HotWalkTests
{
    [Fact]
    public void Walks_agree_with_a_sorted_map_whenever_rows_go_down() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => new HotWalkHistory(new Random(seed)).Run())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void A_walk_over_a_collection_takes_nothing_down()
    {
        var below = new HookedStore(new MemoryStore());
        using var store = new TieredStore(below, 8 << 20);
        var batch = new WriteBatch(0);
        for (int i = 0; i < 1000; i++)
        {
            batch.Clear();
            batch.Put(Family.Data, [.. Prefix(Family.Data, 7), (byte)(i >> 8), (byte)i], "v"u8);
            store.Write(batch.Payload, noSlowdown: false);
            using var walk = Open(store, Family.Data, 7, ReadTier.BlockCache);
            walk.SeekToLast();
            walk.Key[^2..].ToArray().ShouldBe([(byte)(i >> 8), (byte)i]);
        }

        below.Writes.ShouldBe(0);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 100_000)]
    public void A_row_put_in_front_of_or_behind_all_that_a_walk_has_met_is_found(bool removesRange, int valueLength)
    {
        using var store = new TieredStore(new MemoryStore(), 8 << 20);
        for (byte i = 10; i < 20; i++)
            Write(store, batch => batch.Put(Family.Score, [.. Prefix(Family.Score, 1), i], ""u8));

        store.Flush();
        Write(store, batch => batch.Delete(Family.Score, [.. Prefix(Family.Score, 1), 10]));
        Write(store, batch => batch.Delete(Family.Score, [.. Prefix(Family.Score, 1), 19]));
        Ends().ShouldBe((11, 18));
        Write(
            store,
            batch =>
            {
                if (removesRange)
                    batch.DeleteRange(Family.Data, [1], [2]);

                batch.Put(Family.Score, [.. Prefix(Family.Score, 1), 5], new byte[valueLength]);
                batch.Put(Family.Score, [.. Prefix(Family.Score, 1), 25], new byte[valueLength]);
            }
        );
        Ends().ShouldBe((5, 25));

        (int, int) Ends()
        {
            using var walk = Open(store, Family.Score, 1, ReadTier.All);
            walk.SeekToFirst();
            int first = walk.Key[^1];
            walk.SeekToLast();
            return (first, walk.Key[^1]);
        }
    }

    [Fact]
    public void To_look_for_garbage_takes_nothing_down()
    {
        var below = new HookedStore(new MemoryStore());
        using var store = new TieredStore(below, 8 << 20);
        var queued = new byte[RowKeys.ReclaimPrefix.Length + RowKeys.DataPrefix];
        RowKeys.WriteReclaim(queued, 3, 17, 99);
        Write(store, batch => batch.Put(Family.System, queued, ""u8));

        ReclaimQueue.Next(store, 0, 3).ShouldBe(new Garbage(0, 3, 17, 99));
        ReclaimQueue.Next(store, 0, 4).ShouldBeNull();
        below.Writes.ShouldBe(0);
    }

    [Fact]
    public void Deletions_of_rows_that_never_went_down_do_not_go_down()
    {
        var memory = new MemoryStore();
        var below = new HookedStore(memory);
        using var store = new TieredStore(below, 8 << 20);
        store.SetReplayed(5);
        Write(store, batch => batch.Put(Family.Score, [.. Prefix(Family.Score, 5), 1], ""u8));
        Write(store, batch => batch.Put(Family.Score, [.. Prefix(Family.Score, 6), 1], ""u8));
        Write(store, batch => batch.Delete(Family.Score, [.. Prefix(Family.Score, 5), 1]));
        Write(store, batch => batch.Delete(Family.Score, [.. Prefix(Family.Score, 6), 1]));
        Walk(store, Family.Score, 5).ShouldBeEmpty();
        Walk(store, Family.Score, 6).ShouldBeEmpty();
        store.Flush();

        below.Deletions.ShouldBe(1);
        Walk(store, Family.Score, 5).ShouldBeEmpty();
        Walk(store, Family.Score, 6).ShouldBeEmpty();
    }

    [Fact]
    public void A_row_that_went_down_before_the_log_was_replayed_can_be_deleted()
    {
        // A crash in the middle of taking rows down leaves some that the applied row does not speak of yet.
        var memory = new MemoryStore();
        Write(memory, batch => batch.Put(Family.Data, [.. Prefix(Family.Data, 9), 1], "old"u8));
        using var store = new TieredStore(memory, 8 << 20);
        Write(store, batch => batch.Put(Family.Data, [.. Prefix(Family.Data, 9), 1], "old"u8));
        Write(store, batch => batch.Delete(Family.Data, [.. Prefix(Family.Data, 9), 1]));
        store.SetReplayed(9);
        store.Flush();

        Walk(store, Family.Data, 9).ShouldBeEmpty();
        memory.Get(Family.Data, [.. Prefix(Family.Data, 9), 1], ReadTier.All, null, out _).ShouldBe(ReadStatus.NotFound);
    }

    [Fact]
    public async Task A_walk_of_due_keys_beside_writers_and_drains_sees_what_stays()
    {
        using var store = new TieredStore(new MemoryStore(), 8 << 20);
        for (int i = 0; i < 1000; i += 2)
            Write(store, batch => batch.Put(Family.Expire, ExpireKey(i), ""u8));

        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (int i = 1; !stop.IsCancellationRequested; i = (i + 2) % 1000)
            {
                Write(store, batch => batch.Put(Family.Expire, ExpireKey(i), ""u8));
                Write(store, batch => batch.Delete(Family.Expire, ExpireKey(i)));
            }
        });
        var drainer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                store.Flush();
        });
        try
        {
            for (int round = 0; round < 200; round++)
            {
                var seen = Walk(store, Family.Expire, 0);
                seen.Where(key => (key[^1] & 1) == 0).Count().ShouldBe(500);
                seen.Select(Convert.ToHexString).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(writer, drainer);
        }
    }

    private static byte[] ExpireKey(int number)
    {
        var key = new byte[RowKeys.ExpirePrefix];
        RowKeys.WriteExpire(key, 0, number, default);
        return key;
    }

    internal static byte[] Prefix(Family family, int collection)
    {
        if (family == Family.Expire)
            return [0, 0, 0, (byte)collection];

        if (family == Family.System)
            return [.. "reclaim"u8, (byte)collection];

        var prefix = new byte[RowKeys.DataPrefix];
        RowKeys.WriteData(prefix, 0, 17, (ulong)collection);
        return prefix;
    }

    internal static byte[] End(Family family, int collection) => Prefix(family, collection + 1);

    internal static IRowIterator Open(IStore store, Family family, int collection, ReadTier tier) =>
        store.Iterate(family, Prefix(family, collection), End(family, collection), tier, null);

    private static List<byte[]> Walk(IStore store, Family family, int collection)
    {
        using var walk = Open(store, family, collection, ReadTier.All);
        var keys = new List<byte[]>();
        for (walk.SeekToFirst(); walk.Valid; walk.Next())
            keys.Add(walk.Key.ToArray());

        return keys;
    }

    private static void Write(IStore store, Action<WriteBatch> fill)
    {
        var batch = new WriteBatch(0);
        fill(batch);
        store.Write(batch.Payload, noSlowdown: false).ShouldBe(WriteStatus.Written);
    }
}
