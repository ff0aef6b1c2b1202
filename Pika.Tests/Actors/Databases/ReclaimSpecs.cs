using Akka.TestKit;
using Pika.Actors.Databases;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Databases;

public sealed class ReclaimSpecs : ShardProbesTestBase
{
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Fact]
    public void Reclaim_should_have_the_shard_of_a_removed_value_remove_its_rows()
    {
        Queue(slot: 7, version: 5);
        StartReclaim();
        Expect(Second).Garbage.ShouldBe(new Garbage(99, 999, 7, 5));
    }

    [Fact]
    public void Reclaim_should_have_the_first_shard_remove_dropped_generations_before_values()
    {
        Queue(slot: 7, version: 5);
        Put(RowKeys.Dropped(99, 500));
        StartReclaim();
        Expect(First).Garbage.ShouldBe(new Garbage(99, 500, 0, 0));
    }

    [Fact]
    public void Reclaim_should_go_on_at_once_after_a_success_and_at_the_next_tick_after_a_refusal()
    {
        Queue(slot: 7, version: 5);
        StartReclaim();
        var work = Expect(Second);
        Tick();
        Second.ExpectNoMsg(Nothing);
        work.Complete();
        work = Expect(Second);
        work.Refuse("MISCONF");
        work.Complete();
        Second.ExpectNoMsg(Nothing);
        Tick();
        Expect(Second);
    }

    [Fact]
    public async Task Rows_of_a_value_that_is_known_to_be_big_are_removed_without_a_look_at_them()
    {
        var store = new FailingStore(new MemoryStore());
        await using var node = await TestNode.OpenAsync(store: store);
        var client = node.Connect();
        for (var i = 0; i < 10; i++)
            await client.Ask(["ZADD", "z", .. Enumerable.Range(i * 100, 100).SelectMany(n => new[] { $"{n}", $"m{n}" })]);

        store.WalkFailure = new InvalidOperationException("the rows were walked over");
        await client.Ask("DEL", "z");

        await Eventually.True(() => store.Property("rocksdb.estimate-num-keys", Family.Data) == "0");
        store.Property("rocksdb.estimate-num-keys", Family.Score).ShouldBe("0");
    }

    [Fact]
    public async Task The_rows_of_removed_and_flushed_values_go_in_the_background()
    {
        var client = Node.Connect();
        var big = new string('x', 3_000_000);
        await client.Ask("SET", "a", big);
        await client.Ask("SET", "b", big);
        Rows(Family.Data).ShouldBe(2 * 733);

        await client.Ask("DEL", "a");
        await Eventually.True(() => Rows(Family.Data) == 733);
        await client.Ask("FLUSHALL");
        await Eventually.True(() => Rows(Family.Data) == 0 && Rows(Family.Meta) == 0);
        await Eventually.True(() => !Has(RowKeys.ReclaimPrefix.ToArray()) && !Has(RowKeys.DroppedBy(0)));
    }

    private void StartReclaim() => Start((database, shards) => Reclaim.Props(Node.Node, database, shards));

    private static ReclaimWork Expect(TestProbe shard) => shard.ExpectMsg<Shard.Execute>().Work.ShouldBeOfType<ReclaimWork>();

    private void Queue(ushort slot, ulong version)
    {
        var key = new byte[RowKeys.ReclaimPrefix.Length + RowKeys.DataPrefix];
        RowKeys.WriteReclaim(key, Generation.Id, slot, version);
        Put(key);
    }

    private void Put(byte[] key)
    {
        var batch = new WriteBatch(reservedPrefix: 0);
        batch.Put(Family.System, key, 0);
        Store.Write(batch.Payload, noSlowdown: false);
    }

    private int Rows(Family family)
    {
        using var rows = Store.Iterate(family, default, default, ReadTier.All, null);
        var count = 0;
        for (rows.SeekToFirst(); rows.Valid; rows.Next())
            count++;

        return count;
    }

    private bool Has(byte[] prefix)
    {
        using var rows = Store.Iterate(Family.System, prefix, default, ReadTier.All, null);
        rows.SeekToFirst();
        return rows.Valid && rows.Key.StartsWith(prefix);
    }
}
