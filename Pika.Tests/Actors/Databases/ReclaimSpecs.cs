using Akka.Actor;
using Akka.TestKit;
using Pika.Actors.Databases;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Databases;

public sealed class ReclaimSpecs : global::Akka.TestKit.Xunit2.TestKit, IAsyncLifetime
{
    /// <summary>Time stands still but for <see cref="Tick"/>, so that a message which should not come cannot be late.</summary>
    private static readonly TimeSpan Nothing = TimeSpan.FromMilliseconds(100);

    private readonly MemoryStore _store = new();
    private readonly Generation _generation = new(id: 999, shards: 2);
    private readonly TestProbe _first;
    private readonly TestProbe _second;
    private TestNode _node = null!;

    public ReclaimSpecs()
        : base(SpecConfig.VirtualTime) => (_first, _second) = (CreateTestProbe(), CreateTestProbe());

    public async Task InitializeAsync() => _node = await TestNode.OpenAsync(store: _store);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public void Reclaim_should_have_the_shard_of_a_removed_value_remove_its_rows()
    {
        Queue(slot: 7, version: 5);
        StartReclaim();
        Expect(_second).Garbage.ShouldBe(new Garbage(99, 999, 7, 5));
    }

    [Fact]
    public void Reclaim_should_have_the_first_shard_remove_dropped_generations_before_values()
    {
        Queue(slot: 7, version: 5);
        Put(RowKeys.Dropped(99, 500));
        StartReclaim();
        Expect(_first).Garbage.ShouldBe(new Garbage(99, 500, 0, 0));
    }

    [Fact]
    public void Reclaim_should_go_on_at_once_after_a_success_and_at_the_next_tick_after_a_refusal()
    {
        Queue(slot: 7, version: 5);
        StartReclaim();
        var work = Expect(_second);
        Tick();
        _second.ExpectNoMsg(Nothing);
        work.Complete();
        work = Expect(_second);
        work.Refuse("MISCONF");
        work.Complete();
        _second.ExpectNoMsg(Nothing);
        Tick();
        Expect(_second);
    }

    [Fact]
    public async Task The_rows_of_removed_and_flushed_values_go_in_the_background()
    {
        var client = _node.Connect();
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

    private void StartReclaim()
    {
        var reclaim = Sys.ActorOf(Reclaim.Props(_node.Node, new Database(99, _generation), [_first.Ref, _second.Ref]));
        reclaim.Tell(new Identify("ready"), TestActor);
        ExpectMsg<ActorIdentity>();
        Tick();
    }

    private void Tick() => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(1));

    private static ReclaimWork Expect(TestProbe shard) => shard.ExpectMsg<Shard.Execute>().Work.ShouldBeOfType<ReclaimWork>();

    private void Queue(ushort slot, ulong version)
    {
        var key = new byte[RowKeys.ReclaimPrefix.Length + RowKeys.DataPrefix];
        RowKeys.WriteReclaim(key, _generation.Id, slot, version);
        Put(key);
    }

    private void Put(byte[] key)
    {
        var batch = new WriteBatch(reservedPrefix: 0);
        batch.Put(Family.System, key, 0);
        _store.Write(batch.Payload, noSlowdown: false);
    }

    private int Rows(Family family)
    {
        using var rows = _store.Iterate(family, default, default, ReadTier.All, null);
        var count = 0;
        for (rows.SeekToFirst(); rows.Valid; rows.Next())
            count++;

        return count;
    }

    private bool Has(byte[] prefix)
    {
        using var rows = _store.Iterate(Family.System, prefix, default, ReadTier.All, null);
        rows.SeekToFirst();
        return rows.Valid && rows.Key.StartsWith(prefix);
    }
}
