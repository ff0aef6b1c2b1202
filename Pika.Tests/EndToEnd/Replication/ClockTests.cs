namespace Pika.Tests.EndToEnd.Replication;

/// <summary>A replica whose clock is wrong holds what its master holds, and lets it expire when its master does.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class ClockTests
{
    private const int Keys = 100;

    /// <summary>What may lie between asking one and asking the other.</summary>
    private const long SlackMs = 5_000;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Keys_and_their_times_are_the_masters(int hours)
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start();
        using var writer = await master.Connect();
        for (var i = 0; i < Keys; i++)
        {
            await writer.Call("SET", $"long{i}", "v", "EX", $"{1_000 + i}");
            await writer.Call("SET", $"ever{i}", "v");
        }

        await using var replica = await ShiftedServer.Start(fleet.NextFolder(), TimeSpan.FromHours(hours));
        using var reader = await RespClient.Connect(replica.Port);
        (await reader.Call("REPLICAOF", "127.0.0.1", $"{master.Port}")).ShouldBe("+OK\r\n");
        await fleet.Until(() => IsUp(replica), "the replica comes up");
        for (var i = 0; i < Keys; i++)
            await writer.Call("SET", $"short{i}", "v", "PX", $"{500 + i}");

        using var client = await RespClient.Connect(replica.Port);
        await fleet.Until(async () => await client.Call("DBSIZE") == await writer.Call("DBSIZE"), "as many keys are on both");
        for (var i = 0; i < Keys; i++)
        {
            var (here, there) = (Number(await writer.Call("PTTL", $"long{i}")), Number(await client.Call("PTTL", $"long{i}")));
            Math.Abs(here - there).ShouldBeLessThan(SlackMs, $"{here} on the master, {there} on the replica");
            (await client.Call("EXPIRETIME", $"long{i}")).ShouldBe(await writer.Call("EXPIRETIME", $"long{i}"));
        }

        await fleet.Until(async () => Number(await writer.Call("DBSIZE")) == 2 * Keys, "the master lets the short ones expire");
        await fleet.Until(async () => Number(await client.Call("DBSIZE")) == 2 * Keys, "so does the replica");
        await ShouldBeEqual(master.Port, replica.Port);
    }

    private static async Task<bool> IsUp(ShiftedServer replica)
    {
        using var client = await RespClient.Connect(replica.Port);
        return (await Fleet.Info(client, "replication")).GetValueOrDefault("master_link_status") == "up";
    }

    private static long Number(string reply) => long.Parse(reply[1..]);

    private static async Task ShouldBeEqual(int one, int other)
    {
        var (code, output) = await PikaProcess.StartRefused("check", $"127.0.0.1:{one}", $"127.0.0.1:{other}");
        code.ShouldBe(0, output);
    }
}
