using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch.Deterministic;
using Akka.Event;

namespace Pika.Tests.ActorRuntime;

/// <summary>Failures amid traffic: what is suspended, what overtakes what, and that nothing is lost.</summary>
public sealed class FailureSpecs : RuntimeSpecs
{
    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task Restarts_under_contention_lose_and_repeat_nothing(string dispatcher)
    {
        const int senders = 4;
        const int each = 5_000;
        var seen = new ConcurrentDictionary<(int, int), int>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Spawn(
            (_, message) =>
            {
                seen.AddOrUpdate(((int, int))message, 1, (_, times) => times + 1);
                if (seen.Count == senders * each)
                    done.TrySetResult();
                if ((((int, int))message).Item2 % 97 == 0)
                    throw new InvalidOperationException();
            },
            dispatcher
        );
        var threads = Enumerable
            .Range(0, senders)
            .Select(sender => new Thread(() =>
            {
                for (var i = 0; i < each; i++)
                    actor.Tell((sender, i), ActorRefs.NoSender);
            }))
            .ToList();
        threads.ForEach(thread => thread.Start());
        await done.Task.WaitAsync(Patience);

        seen.Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task Stop_overtakes_what_waits_in_the_mailbox_and_PoisonPill_does_not()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(DeadLetter));
        var gate = new ManualResetEventSlim();
        var entered = new CountdownEvent(2);
        Action<Scripted, object> busy = (_, message) =>
        {
            if (message is "wait")
            {
                entered.Signal();
                gate.Wait(Patience);
            }
            else
            {
                collector.Ref.Tell(message);
            }
        };
        var stopped = Spawn(busy, "pool");
        var poisoned = Spawn(busy, "pool");
        stopped.Tell("wait");
        poisoned.Tell("wait");
        entered.Wait(Patience).ShouldBeTrue();
        stopped.Tell("never");
        System.Stop(stopped);
        poisoned.Tell("before the pill");
        poisoned.Tell(PoisonPill.Instance);
        poisoned.Tell("after the pill");
        gate.Set();

        var messages = (await collector.Take(3)).Select(message =>
            message is DeadLetter letter ? $"dead: {letter.Message}" : message.ToString()
        );
        messages.Order().ShouldBe(["before the pill", "dead: after the pill", "dead: never"]);
    }

    [Fact]
    public void Children_do_nothing_while_the_fate_of_their_parent_is_open()
    {
        using var simulation = new Simulation(seed: 5);
        var system = simulation.CreateSystem("suspended", "akka.loglevel = OFF");
        var log = new List<string>();
        IActorRef parent = ActorRefs.Nobody;
        IActorRef child = ActorRefs.Nobody;
        var decisions = 0;
        system.ActorOf(
            Scripted.Props(() =>
                new Scripted((_, _) => { })
                {
                    Strategy = new OneForOneStrategy(_ =>
                    {
                        // The child's message has been waiting for long when the verdict is spoken.
                        decisions++;
                        log.Add("verdict");
                        return Directive.Resume;
                    }),
                    OnStart = me =>
                        parent = me.Around.ActorOf(
                            Scripted.Props(() =>
                                new Scripted(
                                    (_, _) =>
                                    {
                                        child.Tell("work");
                                        throw new InvalidOperationException();
                                    }
                                )
                                {
                                    OnStart = inner => child = inner.Around.ActorOf(Scripted.Props((_, _) => log.Add("work"))),
                                }
                            )
                        ),
                }
            )
        );
        simulation.RunUntilIdle();
        parent.Tell("fail");
        simulation.RunUntilIdle();

        decisions.ShouldBe(1);
        log.ShouldBe(["verdict", "work"]);
    }

    [Fact]
    public void A_failing_actor_keeps_the_order_of_each_sender_under_every_seed()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            using var simulation = new Simulation(seed);
            var system = simulation.CreateSystem("order", "akka.loglevel = OFF");
            var log = new List<(int Sender, int Number)>();
            var target = system.ActorOf(
                Scripted.Props(
                    (_, message) =>
                    {
                        var stamp = ((int, int))message;
                        log.Add(stamp);
                        if (stamp.Item2 % 3 == 0)
                            throw new InvalidOperationException();
                    }
                )
            );
            for (var sender = 0; sender < 3; sender++)
            {
                var name = sender;
                system
                    .ActorOf(
                        Scripted.Props(
                            (me, message) =>
                            {
                                target.Tell((name, (int)message));
                                if ((int)message < 9)
                                    me.Me.Tell((int)message + 1);
                            }
                        )
                    )
                    .Tell(0);
            }

            simulation.RunUntilIdle();

            log.Count.ShouldBe(30, $"seed {seed}");
            for (var sender = 0; sender < 3; sender++)
                log.Where(stamp => stamp.Sender == sender).Select(stamp => stamp.Number).ShouldBe(Enumerable.Range(0, 10), $"seed {seed}");
        }
    }

    [Fact]
    public async Task A_failing_PostStop_does_not_keep_the_actor_alive()
    {
        var actor = System.ActorOf(
            Scripted.Props(() => new Scripted((_, _) => { }) { OnStop = _ => throw new InvalidOperationException() })
        );

        await actor.GracefulEnd(System);
    }

    [Fact]
    public async Task A_constructor_that_fails_at_a_restart_ends_the_actor()
    {
        var made = 0;
        var actor = System.ActorOf(
            Scripted.Props(() =>
                made++ == 0
                    ? new Scripted((_, _) => throw new InvalidOperationException())
                    : throw new InvalidDataException("no second one")
            )
        );
        var collector = NewCollector();
        Spawn(
                (me, message) =>
                {
                    if (message is Terminated terminated)
                        collector.Ref.Tell(terminated.ActorRef);
                    else
                        me.Around.Watch(actor);
                }
            )
            .Tell("watch");
        actor.Tell("fail");

        (await collector.Next()).ShouldBe(actor);
        made.ShouldBe(2);
    }

    [Fact]
    public async Task A_thread_serves_other_actors_between_the_messages_of_a_busy_one()
    {
        var stop = false;
        var one = System.ActorOf(
            Scripted
                .Props(
                    (me, _) =>
                    {
                        if (!Volatile.Read(ref stop))
                            me.Me.Tell("again");
                    }
                )
                .WithDispatcher("single")
        );
        one.Tell("go");
        var echo = Spawn((me, message) => me.From.Tell(message), "single");

        (await echo.Ask<string>("hello", Patience)).ShouldBe("hello");
        Volatile.Write(ref stop, true);
    }
}
