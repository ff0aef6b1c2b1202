using Xunit.Abstractions;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>A replica that stands still for longer than repl-timeout goes on where it was: nothing is lost, nothing is applied twice.</summary>
[Collection(ReplicationCollection.Name)]
public sealed class SlowApplyTests(ITestOutputHelper output)
{
    private const int Connections = 4;

    [Fact]
    public async Task A_replica_that_was_frozen_in_the_midst_of_applying_resumes_partially()
    {
        await using var fleet = new Fleet();
        var master = await fleet.Start("repl-timeout", "2");
        var replica = await fleet.StartReplica(master.Port, "repl-timeout", "2");
        await fleet.UntilUp(replica);
        await using var load = Load.Start(
            master,
            Connections,
            pipeline: 16,
            (number, _) =>
                (string[][])
                    [
                        ["INCR", $"counter{number}"],
                        ["LPUSH", $"list{number}", "element"],
                    ]
        );
        for (var i = 0; i < Scale.Of(2, 10); i++)
        {
            await load.Go(2_000);
            await replica.Freeze();
            await fleet.Until(
                async () => (await Fleet.Info(master, "replication"))["connected_slaves"] == "0",
                "the master gives the link up"
            );
            await replica.Thaw();

            // What the replica says of itself just after the freeze is of before it.
            var resumed = i + 1;
            await fleet.Until(
                async () => int.Parse((await Fleet.Info(master, "stats"))["sync_partial_ok"]) == resumed,
                "the replica goes on"
            );
            await fleet.UntilUp(replica);
        }

        await load.Stop();
        await fleet.ShouldBeEqual(master, replica);
        (await Fleet.FullSyncs(master)).ShouldBe(1);
        await ShouldHaveCounted(replica, load.Answered);
        output.WriteLine($"frozen {Scale.Of(2, 10)} times, as many partial syncs, {load.Answered} writes, each applied once");
    }

    private static async Task ShouldHaveCounted(PikaProcess replica, long answered)
    {
        using var client = await replica.Connect();
        long counted = 0;
        for (var number = 0; number < Connections; number++)
        {
            var counter = Reply.Render(await client.Call("GET", $"counter{number}")).Trim('"');
            (await client.Call("LLEN", $"list{number}")).ShouldBe($":{counter}\r\n");
            counted += 2 * long.Parse(counter);
        }

        counted.ShouldBe(answered);
    }
}
