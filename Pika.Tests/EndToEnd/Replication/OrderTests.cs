using Xunit.Abstractions;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>What many connections write at the same time, over several databases, comes to the replica in the master's order.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class OrderTests(ITestOutputHelper output)
{
    private const int Connections = 8;
    private const int Databases = 4;
    private const int Keys = 500;

    [Fact]
    public async Task Random_mixes_leave_the_replica_equal_at_every_moment_that_is_looked_at()
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start();
        var replica = await fleet.StartReplica(master.Port);
        await fleet.UntilUp(replica);
        await using var load = Load.Start(master, Connections, pipeline: 16, Next);
        for (var i = 0; i < Scale.Of(3, 40); i++)
        {
            await load.Go(Scale.Of(5_000, 50_000));
            await fleet.ShouldBeEqual(master, replica);
        }

        await load.Stop();
        await fleet.ShouldBeEqual(master, replica);
        (await Fleet.FullSyncs(master)).ShouldBe(1);
        output.WriteLine($"{load.Answered} commands; equal each of {Scale.Of(3, 40) + 1} times");
    }

    private static string[][] Next(int connection, Random random) =>
        random.Next(1000) switch
        {
            0 =>
            [
                ["FLUSHALL"],
            ],
            < 4 =>
            [
                ["FLUSHDB"],
            ],
            < 10 =>
            [
                ["SWAPDB", $"{random.Next(Databases)}", $"{random.Next(Databases)}"],
            ],
            < 60 =>
            [
                ["SELECT", $"{random.Next(Databases)}"],
            ],
            < 160 =>
            [
                ["MULTI"],
                One(random),
                One(random),
                ["SELECT", $"{random.Next(Databases)}"],
                One(random),
                ["EXEC"],
            ],
            _ => [One(random)],
        };

    private static string[] One(Random random)
    {
        var (name, value) = ($"{random.Next(Keys)}", $"{random.Next(1_000_000)}");
        return random.Next(12) switch
        {
            0 or 1 => ["SET", $"s{name}", value],
            2 => ["SET", $"s{name}", new string('v', random.Next(3000)), "PX", $"{random.Next(1, 3000)}"],
            3 => ["INCR", $"n{name}"],
            4 or 5 => ["ZADD", $"z{name}", value, $"m{random.Next(50)}"],
            6 => ["HSET", $"h{name}", $"f{random.Next(50)}", value],
            7 => ["RPUSH", $"l{name}", value],
            8 => ["LPOP", $"l{name}"],
            9 => ["XADD", $"x{name}", "MAXLEN", "20", "*", "f", value],
            10 => ["SPOP", $"u{name}"],
            _ => random.Next(4) switch
            {
                0 => ["DEL", $"z{name}", $"l{name}", $"h{name}"],
                1 => ["PEXPIRE", $"z{name}", $"{random.Next(1, 5000)}"],
                _ => ["SADD", $"u{name}", value, $"{random.Next(100)}"],
            },
        };
    }
}
