using System.Buffers.Binary;
using Pika.Storage.Keyspace;
using Pika.Storage.Store.Memory;

namespace Pika.Tests.Storage.Keyspace;

public sealed class CatalogTests
{
    [Fact]
    public void In_an_empty_store_each_database_has_its_own_number_as_generation()
    {
        using var store = new MemoryStore();
        Catalog
            .Load(store, databases: 3, shards: 4)
            .Select(generation => (generation.Id, generation.Keys))
            .ShouldBe([(0, 0), (1, 0), (2, 0)]);
    }

    [Fact]
    public void Generations_and_counts_are_found_again()
    {
        using var store = new MemoryStore();
        var turn = new Turn(store, new IdCounters(default));
        var flushed = new Generation(70_000, shards: 4);
        turn.Replace(1, flushed);
        turn.Count(flushed, 2, keys: 5, expires: 3);
        TurnTests.Commit(turn, store);

        var loaded = Catalog.Load(store, databases: 2, shards: 4);

        loaded[0].Id.ShouldBe(0U);
        (loaded[1].Id, loaded[1].Keys, loaded[1].Expires).ShouldBe((70_000U, 5, 3));
    }

    [Fact]
    public void A_count_is_right_after_any_number_of_restarts_with_fewer_and_more_shards()
    {
        using var store = new MemoryStore();
        AddKeys(store, shards: 4, shard: 3, keys: 5);
        AddKeys(store, shards: 1, shard: 0, keys: 2);
        AddKeys(store, shards: 1, shard: 0, keys: 1);
        AddKeys(store, shards: 4, shard: 3, keys: -1);

        Catalog.Load(store, databases: 1, shards: 1)[0].Keys.ShouldBe(7);
        Catalog.Load(store, databases: 1, shards: 8)[0].Keys.ShouldBe(7);
    }

    [Fact]
    public void A_count_row_is_keys_and_keys_with_an_expiry()
    {
        var row = new byte[Generation.CountSize];
        BinaryPrimitives.WriteInt64LittleEndian(row, 7);
        BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(8), 2);
        var generation = new Generation(0, shards: 2);
        generation.Follow(1, row);
        (generation.Keys, generation.Expires).ShouldBe((7, 2));

        var written = new byte[Generation.CountSize];
        generation.WriteCount(written, 1, keys: 1, expires: -1);
        Convert.ToHexString(written).ShouldBe("0800000000000000" + "0100000000000000");
    }

    private static void AddKeys(MemoryStore store, int shards, int shard, int keys)
    {
        var turn = new Turn(store, new IdCounters(default));
        turn.Count(Catalog.Load(store, databases: 1, shards)[0], shard, keys, expires: 0);
        TurnTests.Commit(turn, store);
    }
}
