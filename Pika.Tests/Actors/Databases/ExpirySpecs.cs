using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Pika.Actors.Databases;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Databases;

public sealed class ExpirySpecs : global::Akka.TestKit.Xunit2.TestKit, IAsyncLifetime
{
    /// <summary>Time stands still but for <see cref="Tick"/>, so that a message which should not come cannot be late.</summary>
    private static readonly TimeSpan Nothing = TimeSpan.FromMilliseconds(100);

    private readonly MemoryStore _store = new();
    private readonly Generation _generation = new(id: 999, shards: 2);
    private readonly TestProbe _first;
    private readonly TestProbe _second;
    private TestNode _node = null!;

    public ExpirySpecs()
        : base(SpecConfig.VirtualTime) => (_first, _second) = (CreateTestProbe(), CreateTestProbe());

    public async Task InitializeAsync() => _node = await TestNode.OpenAsync(store: _store);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public void Expiry_should_send_each_shard_its_keys_whose_time_has_come()
    {
        Put("a", _node.Time.NowMs);
        Put("b", _node.Time.NowMs - 5);
        Put("d", _node.Time.NowMs + 1);
        StartExpiry();

        Texts(Expect(_first)).Concat(Texts(Expect(_second))).Order().ShouldBe(["a", "b"]);
        _generation.ShardOf(HashSlot.Of("a"u8)).ShouldNotBe(_generation.ShardOf(HashSlot.Of("b"u8)));
    }

    [Fact]
    public void Expiry_should_wait_for_the_shards_before_it_looks_again()
    {
        Put("a", _node.Time.NowMs);
        StartExpiry();
        var shard = _generation.ShardOf(HashSlot.Of("a"u8)) == 0 ? _first : _second;

        var work = Expect(shard);
        Tick();
        shard.ExpectNoMsg(Nothing);
        work.Complete();
        shard.ExpectNoMsg(Nothing);
        Tick();
        Texts(Expect(shard)).ShouldBe(["a"]);
    }

    [Fact]
    public void Expiry_should_look_again_at_once_when_there_may_be_more()
    {
        PutMany();
        StartExpiry();
        var (first, second) = (Expect(_first), Expect(_second));
        (first.Keys.Count + second.Keys.Count).ShouldBe(1000);
        first.Complete();
        second.Complete();
        Expect(_first);
    }

    [Fact]
    public void Expiry_should_wait_for_the_next_tick_when_keys_could_not_be_removed()
    {
        PutMany();
        StartExpiry();
        var (first, second) = (Expect(_first), Expect(_second));
        first.Refuse("MISCONF");
        first.Complete();
        second.Complete();
        _first.ExpectNoMsg(Nothing);
        Tick();
        Expect(_first).Keys.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Expiry_should_rest_while_active_expiry_is_off()
    {
        _node.Node.ActiveExpire = false;
        Put("a", _node.Time.NowMs);
        StartExpiry();
        _first.ExpectNoMsg(Nothing);
        _second.HasMessages.ShouldBeFalse();
    }

    [Fact]
    public async Task Keys_go_when_their_time_comes_without_anybody_looking()
    {
        var client = _node.Connect();
        await client.Pipeline([.. Enumerable.Range(0, 1100).Select(i => $"SET {{t}}{i} v PX 10"), "SET stays v"]);
        _node.Time.Advance(TimeSpan.FromMilliseconds(10));
        var database = _node.Node.Databases[0];
        await Eventually.True(() => database.Generation.Keys == 1);
        _node.Node.Statistics.ExpiredKeys.ShouldBe(1100);
        database.Generation.Expires.ShouldBe(0);
    }

    private void StartExpiry()
    {
        var expiry = Sys.ActorOf(Expiry.Props(_node.Node, new Database(99, _generation), [_first.Ref, _second.Ref]));
        expiry.Tell(new Identify("ready"), TestActor);
        ExpectMsg<ActorIdentity>();
        Tick();
    }

    private void Tick() => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(1.0 / _node.Node.Config.Hz));

    private static ExpireWork Expect(TestProbe shard) => shard.ExpectMsg<Shard.Execute>().Work.ShouldBeOfType<ExpireWork>();

    private static IEnumerable<string> Texts(ExpireWork work) => work.Keys.Select(Encoding.ASCII.GetString);

    private void PutMany()
    {
        for (var i = 0; i < 1500; i++)
            Put($"{i}", _node.Time.NowMs);
    }

    private void Put(string key, long expireAt)
    {
        var rowKey = new byte[RowKeys.ExpirePrefix + key.Length];
        RowKeys.WriteExpire(rowKey, _generation.Id, expireAt, Encoding.ASCII.GetBytes(key));
        var batch = new WriteBatch(reservedPrefix: 0);
        batch.Put(Family.Expire, rowKey, 0);
        _store.Write(batch.Payload, noSlowdown: false);
        _generation.Add(0, 1, 1);
    }
}
