using System.Text;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Blocking;

/// <summary>Clients whose keys stand in several shards of one database.</summary>
public sealed class BlockedAcrossShardsSpecs
{
    private const int Shards = 4;

    // A key of each shard.
    private static readonly string[] Keys =
    [
        .. Enumerable.Range(0, Shards).Select(shard => Enumerable.Range(0, 1000).Select(i => $"k{i}").First(key => ShardOf(key) == shard)),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Whichever_key_comes_first_serves(int pushed)
    {
        await using var node = await Open();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, $"BLPOP {string.Join(' ', Keys)} 0");

        await client.Ask("RPUSH", Keys[pushed], "x");

        (await waiter.Reply).ShouldBe($"*2\r\n$2\r\n{Keys[pushed]}\r\n$1\r\nx\r\n");
        await client.Ask("RPUSH", Keys[2], "y");
        (await client.Ask("LLEN", Keys[2])).ShouldBe(":1\r\n");
        node.Node.Blocked.Any.ShouldBeFalse();
    }

    [Fact]
    public async Task A_move_into_another_shard_is_served_and_wakes_who_waits_there()
    {
        await using var node = await Open();
        var client = node.Connect();
        var first = await Waiter.Begin(node, $"BLMOVE {Keys[0]} {Keys[1]} LEFT RIGHT 0");
        var second = await Waiter.Begin(node, $"BLMOVE {Keys[1]} {Keys[2]} LEFT RIGHT 0");
        var third = await Waiter.Begin(node, $"BLPOP {Keys[2]} {Keys[3]} 0");

        await client.Ask("RPUSH", Keys[0], "x");

        (await first.Reply).ShouldBe("$1\r\nx\r\n");
        (await second.Reply).ShouldBe("$1\r\nx\r\n");
        (await third.Reply).ShouldBe($"*2\r\n$2\r\n{Keys[2]}\r\n$1\r\nx\r\n");
        (await client.Ask("DBSIZE")).ShouldBe(":0\r\n");
    }

    [Fact]
    public async Task Who_waits_longer_is_served_first_whatever_it_needs()
    {
        await using var node = await Open();
        var client = node.Connect();
        var first = await Waiter.Begin(node, $"BLMOVE {Keys[0]} {Keys[1]} LEFT RIGHT 0");
        var second = await Waiter.Begin(node, $"BLPOP {Keys[0]} 0");
        var third = await Waiter.Begin(node, $"BLMOVE {Keys[0]} {Keys[2]} LEFT RIGHT 0");

        await client.Ask("RPUSH", Keys[0], "a", "b", "c", "d");

        (await first.Reply).ShouldBe("$1\r\na\r\n");
        (await second.Reply).ShouldEndWith("$1\r\nb\r\n");
        (await third.Reply).ShouldBe("$1\r\nc\r\n");
        (await client.Ask("LRANGE", Keys[0], "0", "-1")).ShouldBe("*1\r\n$1\r\nd\r\n");
    }

    [Fact]
    public async Task A_transaction_over_shards_serves_when_it_is_over()
    {
        await using var node = await Open();
        var client = node.Connect();
        var waiter = await Waiter.Begin(node, $"BLPOP {Keys[0]} {Keys[1]} 0");

        await client.Pipeline("MULTI", $"RPUSH {Keys[1]} b", $"RPUSH {Keys[0]} a", "EXEC");

        (await waiter.Reply).ShouldBe($"*2\r\n$2\r\n{Keys[1]}\r\n$1\r\nb\r\n");
        (await client.Ask("LLEN", Keys[0])).ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task Nothing_is_lost_and_nobody_is_forgotten_when_shards_push_at_once()
    {
        const int Each = 200;
        await using var node = await Open(store: new ColdStore(new MemoryStore(), seed: 3, misses: 0.1));
        var poppers = Enumerable
            .Range(0, 3)
            .Select(_ =>
                Task.Run(async () =>
                {
                    var client = node.Connect();
                    var got = new List<string>();
                    while (true)
                    {
                        var reply = await client.Ask(["BLPOP", .. Keys, "0"]);
                        var element = reply.Split("\r\n")[^2];
                        if (element == "end")
                            return got;
                        got.Add(element);
                    }
                })
            )
            .ToList();
        var pushers = Keys.Select(key =>
            Task.Run(async () =>
            {
                var client = node.Connect();
                for (var i = 0; i < Each; i++)
                    await client.Ask("RPUSH", key, $"{key}:{i}");
            })
        );

        await Task.WhenAll(pushers);
        var last = node.Connect();
        await Eventually.True(() => Keys.All(key => last.Ask("LLEN", key).Result == ":0\r\n"));
        foreach (var _ in poppers)
            await last.Ask("RPUSH", Keys[0], "end");

        var all = (await Task.WhenAll(poppers).WaitAsync(TimeSpan.FromSeconds(60))).SelectMany(got => got).ToList();
        all.Order().ShouldBe(Keys.SelectMany(key => Enumerable.Range(0, Each).Select(i => $"{key}:{i}")).Order());
    }

    private static int ShardOf(string key) => new Generation(0, Shards).ShardOf(HashSlot.Of(Encoding.ASCII.GetBytes(key)));

    private static Task<TestNode> Open(IStore? store = null) => TestNode.OpenAsync(config => config.Shards = Shards, store: store);
}
