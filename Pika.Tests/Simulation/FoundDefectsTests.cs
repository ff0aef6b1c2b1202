using Pika.Tests.Simulated.Stories;

namespace Pika.Tests.Simulated;

/// <summary>Defects of the product that campaigns have found, each in its smallest form; those that a reader follows best as a story are in Pika.Tests/Scenarios.</summary>
public sealed class FoundDefectsTests
{
    /// <summary>Timers count whole milliseconds: one for the rest of one ended at once, and was started again, until the rest was over.</summary>
    [Fact]
    public async Task A_write_that_nobody_confirms_is_answered_when_its_time_is_up()
    {
        await using var stage = new SimulatedStage(seed: 1);
        await stage.StartAsync(["a"], [("replica-acks", "1"), ("replica-acks-timeout", "20")]);
        for (var i = 0; i < 10; i++)
        {
            await stage.PassAsync(TimeSpan.FromMicroseconds(137));
            (await stage.AskAsync("a", "SET", "key", "value")).ShouldNotBeNull().ShouldStartWith("-NOREPLICAS");
        }
    }

    /// <summary>Whoever waited for the log to grow when its connection broke was waited for until it grew.</summary>
    [Fact]
    public async Task A_replica_that_comes_and_goes_leaves_nothing_behind()
    {
        await using var stage = new SimulatedStage(seed: 1);
        await stage.StartAsync(["a", "b"], []);
        await stage.FollowAsync("b", "a");
        for (var i = 0; i < 20; i++)
        {
            await stage.PassAsync(TimeSpan.FromSeconds(5));
            await stage.CutAsync("b");
        }

        await stage.AskAsync("a", "SET", "key", "value");
        await stage.PassAsync(TimeSpan.FromSeconds(5));

        stage.History!.ShouldContain("goes on behind record");
        stage.History!.ShouldNotContain("Message [Grown]", customMessage: "nobody told the dead");
    }
}
