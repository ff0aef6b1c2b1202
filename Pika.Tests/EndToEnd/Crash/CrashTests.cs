namespace Pika.Tests.EndToEnd.Crash;

/// <summary>
/// Several connections write, the server is killed at some moment, started again, and must hold all that it acknowledged and no half
/// of anything. Few rounds here; <c>./build.sh crash</c> makes twenty of each.
/// </summary>
public sealed class CrashTests
{
    private const int Writers = 6;

    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("PIKA_CRASH_ROUNDS") is { Length: > 0 } set ? set : "3"
    );

    [Theory]
    [InlineData("always", false, 1)]
    [InlineData("everysec", false, 2)]
    [InlineData("always", true, 3)]
    [InlineData("everysec", true, 4)]
    public async Task Kill_loses_nothing_that_was_acknowledged(string appendfsync, bool flushBetween, int seed)
    {
        using var folder = new TemporaryFolder();
        await using var redis = await RedisProcess.Start();
        var random = new Random(seed);
        var model = new CrashModel();
        string[] directives = ["appendfsync", appendfsync];

        for (var round = 1; round <= Rounds; round++)
        {
            var where = $"seed {seed}, round {round} of {Rounds}";
            await using (var server = await PikaProcess.Start(folder.Path, directives))
                await WriteUntilKilled(server, model, random, flushBetween, where);

            await using (var server = await PikaProcess.Start(folder.Path, directives))
            {
                await Check(server, redis, model, where);
                (await server.Terminate()).ShouldBe(0, server.Output);
            }
        }
    }

    private static async Task WriteUntilKilled(PikaProcess server, CrashModel model, Random random, bool flushBetween, string where)
    {
        var writers = Enumerable.Range(0, Writers).Select(number => new CrashWriter(number, random.Next(), model)).ToArray();
        var target = random.Next(500, 5000);
        var flushAt = flushBetween ? random.Next(target) : int.MaxValue;
        var running = writers.Select(writer => Task.Run(() => writer.Run(server))).ToArray();
        while (writers.Sum(writer => writer.Acknowledged) < target && !Array.Exists(running, task => task.IsCompleted))
        {
            if (writers.Sum(writer => writer.Acknowledged) >= flushAt)
            {
                flushAt = int.MaxValue;
                using var client = await server.Connect();
                (await client.Call("DEBUG", "RELOAD")).ShouldBe("+OK\r\n", where);
            }

            await Task.Delay(1);
        }

        server.HasExited.ShouldBeFalse($"{where}: the server ended by itself:\n{server.Output}");
        await server.Kill();
        foreach (var failure in await Task.WhenAll(running))
            failure.ShouldBeNull(where);
    }

    private static async Task Check(PikaProcess server, RedisProcess redis, CrashModel model, string where)
    {
        using var client = await server.Connect();
        var found = await CrashCheck.ReadAll(client, where);

        model.Settle(found).ShouldBeEmpty(where);
        for (var number = 0; number < Writers; number++)
        {
            var (left, right) = CrashWriter.Pair(number);
            var database = number % 3;
            found
                .GetValueOrDefault((database, left))
                .ShouldBe(found.GetValueOrDefault((database, right)), $"{where}: half of a transaction");
        }

        await CrashCheck.Load(redis, model);
        using var reference = await redis.Connect();
        (await client.Call("DEBUG", "DIGEST")).ShouldBe(await reference.Call("DEBUG", "DIGEST"), where);
    }
}
