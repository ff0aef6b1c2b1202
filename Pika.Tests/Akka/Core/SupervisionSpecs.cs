using Akka.Actor;
using Akka.Dispatch.Deterministic;
using Akka.Event;

namespace Pika.Tests.ActorRuntime;

public sealed class SupervisionSpecs : RuntimeSpecs
{
    private sealed class Oops() : Exception("oops");

    private sealed class Worse() : Exception("worse");

    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task A_restart_keeps_the_mailbox_and_skips_the_failed_message(string dispatcher)
    {
        var collector = NewCollector();
        var gate = new ManualResetEventSlim();
        var actor = System.ActorOf(
            Scripted
                .Props(() =>
                {
                    var incarnation = new object().GetHashCode();
                    return new Scripted(
                        (_, message) =>
                        {
                            if (message is "wait")
                                gate.Wait(Patience);
                            else if (message is "fail")
                                throw new Oops();
                            else
                                collector.Ref.Tell(message);
                        }
                    );
                })
                .WithDispatcher(dispatcher)
        );
        // The first message keeps the actor busy, so that the others are in its mailbox when it fails.
        var busy = Task.Run(() => actor.Tell("wait"));
        for (var i = 0; i < 3; i++)
            actor.Tell(i);
        actor.Tell("fail");
        for (var i = 3; i < 6; i++)
            actor.Tell(i);
        gate.Set();
        await busy;

        (await collector.Take(6)).ShouldBe([0, 1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task A_restart_runs_the_hooks_in_order_with_the_failed_message()
    {
        var collector = NewCollector();
        var actor = System.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, _) => throw new Oops())
                {
                    OnStart = _ => collector.Ref.Tell("start"),
                    OnStop = _ => collector.Ref.Tell("stop"),
                    BeforeRestart = (_, cause, message) => collector.Ref.Tell($"before {cause.Message} {message}"),
                    AfterRestart = _ => collector.Ref.Tell("after"),
                }
            )
        );
        actor.Tell("m");

        (await collector.Take(5)).ShouldBe(["start", "before oops m", "stop", "after", "start"]);
    }

    [Fact]
    public async Task Resume_keeps_the_actor_as_it_was()
    {
        var collector = NewCollector();
        var child = NewChild(new OneForOneStrategy(_ => Directive.Resume), collector);
        child.Tell("add");
        child.Tell("fail");
        child.Tell("get");

        (await collector.Next()).ShouldBe(1);
    }

    [Fact]
    public async Task Restart_begins_anew_and_stop_ends()
    {
        var collector = NewCollector();
        var child = NewChild(new OneForOneStrategy(cause => cause is Oops ? Directive.Restart : Directive.Stop), collector);
        child.Tell("add");
        child.Tell("fail");
        child.Tell("get");
        (await collector.Next()).ShouldBe(0);

        collector.Ref.Tell(await WatchFromOutside(child, collector));
        await collector.Next();
        child.Tell("worse");
        (await collector.Next<string>()).ShouldBe("gone");
    }

    [Fact]
    public async Task Escalation_fails_the_parent()
    {
        var collector = NewCollector();
        var top = System.ActorOf(
            Scripted.Props(() =>
                new Scripted((top, message) => top.Around.Child("middle").Forward(message))
                {
                    Strategy = new OneForOneStrategy(cause =>
                    {
                        collector.Ref.Tell(cause.Message);
                        return Directive.Stop;
                    }),
                    OnStart = top =>
                        top.Around.ActorOf(
                            Scripted.Props(() =>
                                new Scripted((middle, message) => middle.Around.Child("bottom").Forward(message))
                                {
                                    Strategy = new OneForOneStrategy(_ => Directive.Escalate),
                                    OnStart = middle => middle.Around.ActorOf(Scripted.Props((_, _) => throw new Worse()), "bottom"),
                                    OnStop = _ => collector.Ref.Tell("middle stopped"),
                                }
                            ),
                            "middle"
                        ),
                }
            )
        );
        top.Tell("go");

        (await collector.Take(2)).ShouldBe(["worse", "middle stopped"]);
    }

    [Fact]
    public async Task All_for_one_restarts_the_siblings_too()
    {
        var collector = NewCollector();
        var parent = System.ActorOf(
            Scripted.Props(() =>
                new Scripted((me, message) => me.Around.Child("a").Tell(message))
                {
                    Strategy = new AllForOneStrategy(_ => Directive.Restart),
                    OnStart = me =>
                    {
                        foreach (var name in new[] { "a", "b" })
                        {
                            me.Around.ActorOf(
                                Scripted.Props(() =>
                                    new Scripted((_, _) => throw new Oops()) { AfterRestart = _ => collector.Ref.Tell(name) }
                                ),
                                name
                            );
                        }
                    },
                }
            )
        );
        parent.Tell("go");

        (await collector.Take(2)).Order().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_child_that_fails_too_often_is_stopped()
    {
        var collector = NewCollector();
        var child = NewChild(
            new OneForOneStrategy(maxNrOfRetries: 2, withinTimeRange: TimeSpan.FromHours(1), _ => Directive.Restart),
            collector
        );
        await WatchFromOutside(child, collector);
        child.Tell("fail");
        child.Tell("fail");
        child.Tell("get");
        (await collector.Next()).ShouldBe(0);
        child.Tell("fail");

        (await collector.Next()).ShouldBe("gone");
    }

    [Fact]
    public void Failures_are_counted_within_the_window_only()
    {
        using var simulation = new Simulation(seed: 1);
        var system = simulation.CreateSystem("window", "akka.loglevel = OFF");
        var restarts = 0;
        var stopped = false;
        var strategy = new OneForOneStrategy(maxNrOfRetries: 1, withinTimeRange: TimeSpan.FromSeconds(10), _ => Directive.Restart);
        IActorRef child = ActorRefs.Nobody;
        system.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, _) => { })
                {
                    Strategy = strategy,
                    OnStart = me =>
                        child = me.Around.ActorOf(
                            Scripted.Props(() =>
                                new Scripted((_, _) => throw new Oops()) { AfterRestart = _ => restarts++, OnStop = _ => stopped = true }
                            )
                        ),
                }
            )
        );
        simulation.RunUntilIdle();
        for (var i = 0; i < 3; i++)
        {
            child.Tell("fail");
            simulation.AdvanceTime(TimeSpan.FromSeconds(11));
        }

        restarts.ShouldBe(3);
        stopped = false;
        child.Tell("fail");
        child.Tell("fail");
        simulation.RunUntilIdle();
        restarts.ShouldBe(4);
        stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task An_actor_that_cannot_be_made_is_stopped()
    {
        var collector = NewCollector();
        var actor = System.ActorOf(Scripted.Props(() => throw new Oops()));
        await WatchFromOutside(actor, collector);

        (await collector.Next()).ShouldBe("gone");
    }

    [Fact]
    public async Task Kill_stops_by_default()
    {
        var collector = NewCollector();
        var actor = Spawn((_, _) => { });
        await WatchFromOutside(actor, collector);
        actor.Tell(Kill.Instance);

        (await collector.Next()).ShouldBe("gone");
    }

    [Fact]
    public async Task A_restart_stops_the_children_and_their_names_are_free_again()
    {
        var collector = NewCollector();
        var actor = System.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, message) => throw new Oops())
                {
                    OnStart = me =>
                        me.Around.ActorOf(
                            Scripted.Props(() => new Scripted((_, _) => { }) { OnStop = _ => collector.Ref.Tell("child stopped") }),
                            "child"
                        ),
                    AfterRestart = me => collector.Ref.Tell(me.Around.GetChildren().Count()),
                }
            )
        );
        for (var i = 0; i < 10; i++)
        {
            actor.Tell("fail");
            (await collector.Take(2)).ShouldBe(["child stopped", 0]);
        }
    }

    [Fact]
    public async Task A_failure_is_logged_as_an_error()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(Error));
        var actor = Spawn((_, _) => throw new Oops());
        actor.Tell("fail");

        var error = await collector.Next<Error>();
        error.Cause.ShouldBeOfType<Oops>();
        error.LogSource.ShouldBe(actor.Path.ToString());
    }

    private IActorRef NewChild(SupervisorStrategy strategy, Collector collector)
    {
        var made = new TaskCompletionSource<IActorRef>();
        System.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, _) => { })
                {
                    Strategy = strategy,
                    OnStart = me => made.SetResult(me.Around.ActorOf(Counter(collector), "child")),
                }
            )
        );
        return made.Task.WaitAsync(Patience).GetAwaiter().GetResult();
    }

    private static Props Counter(Collector collector) =>
        Scripted.Props(() =>
        {
            var count = 0;
            return new Scripted(
                (_, message) =>
                {
                    switch (message)
                    {
                        case "add":
                            count++;
                            break;
                        case "get":
                            collector.Ref.Tell(count);
                            break;
                        case "worse":
                            throw new Worse();
                        default:
                            throw new Oops();
                    }
                }
            );
        });

    private async Task<object> WatchFromOutside(IActorRef subject, Collector collector)
    {
        var watcher = Spawn(
            (me, message) =>
            {
                if (message is IActorRef target)
                {
                    me.Around.Watch(target);
                    me.From.Tell("watching");
                }
                else if (message is Terminated)
                {
                    collector.Ref.Tell("gone");
                }
            }
        );
        return await watcher.Ask<string>(subject, Patience);
    }
}
