using System.Text;
using Akka.TestKit;
using Pika.Actors.Databases;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Databases;

public sealed class ExpirySpecs : ShardProbesTestBase
{
    private protected override TimeSpan Interval => TimeSpan.FromSeconds(1.0 / Node.Node.Config.Hz);

    [Fact]
    public void Expiry_should_send_each_shard_its_keys_whose_time_has_come()
    {
        Put("a", Node.Time.NowMs);
        Put("b", Node.Time.NowMs - 5);
        Put("d", Node.Time.NowMs + 1);
        StartExpiry();

        Texts(Expect(First)).Concat(Texts(Expect(Second))).Order().ShouldBe(["a", "b"]);
        Generation.ShardOf(HashSlot.Of("a"u8)).ShouldNotBe(Generation.ShardOf(HashSlot.Of("b"u8)));
    }

    [Fact]
    public void Expiry_should_wait_for_the_shards_before_it_looks_again()
    {
        Put("a", Node.Time.NowMs);
        StartExpiry();
        var shard = Generation.ShardOf(HashSlot.Of("a"u8)) == 0 ? First : Second;

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
        var (first, second) = (Expect(First), Expect(Second));
        (first.Keys.Count + second.Keys.Count).ShouldBe(1000);
        first.Complete();
        second.Complete();
        Expect(First);
    }

    [Fact]
    public void Expiry_should_wait_for_the_next_tick_when_keys_could_not_be_removed()
    {
        PutMany();
        StartExpiry();
        var (first, second) = (Expect(First), Expect(Second));
        first.Refuse("MISCONF");
        first.Complete();
        second.Complete();
        First.ExpectNoMsg(Nothing);
        Tick();
        Expect(First).Keys.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Expiry_should_rest_while_active_expiry_is_off()
    {
        Node.Node.ActiveExpire = false;
        Put("a", Node.Time.NowMs);
        StartExpiry();
        First.ExpectNoMsg(Nothing);
        Second.HasMessages.ShouldBeFalse();
    }

    [Fact]
    public async Task Keys_go_when_their_time_comes_without_anybody_looking()
    {
        var client = Node.Connect();
        await client.Pipeline([.. Enumerable.Range(0, 1100).Select(i => $"SET {{t}}{i} v PX 10"), "SET stays v"]);
        Node.Time.Advance(TimeSpan.FromMilliseconds(10));
        var database = Node.Node.Databases[0];
        await Eventually.True(() => database.Generation.Keys == 1);
        Node.Node.Statistics.ExpiredKeys.ShouldBe(1100);
        database.Generation.Expires.ShouldBe(0);
    }

    private void StartExpiry() => Start((database, shards) => Expiry.Props(Node.Node, database, shards));

    private static ExpireWork Expect(TestProbe shard) => shard.ExpectMsg<Shard.Execute>().Work.ShouldBeOfType<ExpireWork>();

    private static IEnumerable<string> Texts(ExpireWork work) => work.Keys.Select(Encoding.ASCII.GetString);

    private void PutMany()
    {
        for (var i = 0; i < 1500; i++)
            Put($"{i}", Node.Time.NowMs);
    }

    private void Put(string key, long expireAt)
    {
        var rowKey = new byte[RowKeys.ExpirePrefix + key.Length];
        RowKeys.WriteExpire(rowKey, Generation.Id, expireAt, Encoding.ASCII.GetBytes(key));
        var batch = new WriteBatch(reservedPrefix: 0);
        batch.Put(Family.Expire, rowKey, 0);
        Store.Write(batch.Payload, noSlowdown: false);
        Generation.Add(0, 1, 1);
    }
}
