using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestActors;
using Xunit.Sdk;

namespace Pika.Tests.Akka;

public sealed class EventFilterSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    public EventFilterSpecs()
        : base("akka.loglevel = DEBUG") { }

    [Fact]
    public void Each_level_has_a_filter()
    {
        EventFilter.Debug("a debug").ExpectOne(() => Log.Debug("a debug"));
        EventFilter.Info(start: "an i").ExpectOne(() => Log.Info("an info"));
        EventFilter.Warning(contains: "warn").ExpectOne(() => Log.Warning("a warning"));
        EventFilter.Error().ExpectOne(() => Log.Error("an error"));
    }

    [Fact]
    public void An_exception_is_found_by_its_type()
    {
        EventFilter.Exception<InvalidOperationException>("boom").ExpectOne(() => Log.Error(new InvalidOperationException("boom"), "text"));
        Should.Throw<XunitException>(() =>
            EventFilter.Exception<ArgumentException>().ExpectOne(Short, () => Log.Error(new InvalidOperationException("boom"), "text"))
        );
    }

    [Fact]
    public void A_failing_actor_logs_its_exception()
    {
        var actor = ActorOf<Failing>();

        EventFilter.Exception<InvalidOperationException>("boom").ExpectOne(() => actor.Tell("fail"));
    }

    [Fact]
    public void Too_many_and_too_few_fail()
    {
        Should.Throw<XunitException>(() => EventFilter.Info("x").Expect(2, Short, () => Log.Info("x"))).Message.ShouldContain("Timeout");
        Should
            .Throw<XunitException>(() => EventFilter.Info("x").Expect(0, TimeSpan.FromSeconds(10), () => Log.Info("x")))
            .Message.ShouldContain("too many");
    }

    [Fact]
    public async Task The_async_form_counts_too()
    {
        await EventFilter
            .Info("x")
            .ExpectAsync(
                2,
                async () =>
                {
                    Log.Info("x");
                    await Task.Yield();
                    Log.Info("x");
                }
            );
    }

    [Fact]
    public void A_dead_letter_is_found_by_its_type()
    {
        var dead = ActorOf(BlackHoleActor.Props);
        Watch(dead);
        Sys.Stop(dead);
        ExpectTerminated(dead);

        EventFilter.DeadLetter<string>(m => m == "lost").ExpectOne(() => dead.Tell("lost"));
    }

    [Fact]
    public void Filters_can_be_joined()
    {
        EventFilter
            .Info("a")
            .And.Info("b")
            .Expect(
                2,
                () =>
                {
                    Log.Info("b");
                    Log.Info("a");
                }
            );
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(_ => throw new InvalidOperationException("boom"));
    }
}
