using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

public sealed class InlineDispatcherSpecs : RuntimeSpecs
{
    private const string Inline = "inline";

    [Fact]
    public void An_idle_actor_runs_on_the_thread_of_the_teller_before_Tell_returns()
    {
        var thread = 0;
        var actor = Spawn((_, _) => thread = Environment.CurrentManagedThreadId, Inline);
        actor.Tell("now");

        thread.ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void An_actor_is_made_before_ActorOf_returns()
    {
        var started = false;
        System.ActorOf(Scripted.Props(() => new Scripted((_, _) => { }) { OnStart = _ => started = true }).WithDispatcher(Inline));

        started.ShouldBeTrue();
    }

    [Fact]
    public void A_tell_to_another_idle_actor_nests_and_one_back_to_a_running_actor_queues()
    {
        var log = new List<string>();
        IActorRef first = ActorRefs.Nobody;
        var second = Spawn(
            (_, _) =>
            {
                log.Add("second");
                first.Tell("back");
            },
            Inline
        );
        first = Spawn(
            (_, message) =>
            {
                log.Add($"first {message}");
                if (message is "go")
                    second.Tell("on");
                log.Add($"first end {message}");
            },
            Inline
        );
        first.Tell("go");

        log.ShouldBe(["first go", "second", "first end go", "first back", "first end back"]);
    }

    [Fact]
    public void A_chain_of_any_length_runs_on_a_stack_of_bounded_depth()
    {
        const int length = 2_000;
        var deepest = 0;
        var ended = 0;
        var chain = new IActorRef[length];
        for (var i = length - 1; i >= 0; i--)
        {
            var next = i + 1 < length ? chain[i + 1] : null;
            chain[i] = Spawn(
                (_, _) =>
                {
                    deepest = Math.Max(deepest, new System.Diagnostics.StackTrace().FrameCount);
                    next?.Tell("on");
                    ended++;
                },
                Inline
            );
        }

        chain[0].Tell("go");

        ended.ShouldBe(length);
        deepest.ShouldBeLessThan(600);
    }

    [Fact]
    public async Task Whoever_runs_a_busy_actor_takes_the_queue_along()
    {
        var collector = NewCollector();
        var gate = new ManualResetEventSlim();
        var entered = new ManualResetEventSlim();
        var actor = Spawn(
            (_, message) =>
            {
                if (message is "wait")
                {
                    entered.Set();
                    gate.Wait(Patience);
                }

                collector.Ref.Tell((message, Environment.CurrentManagedThreadId));
            },
            Inline
        );
        var runner = 0;
        var thread = new Thread(() =>
        {
            runner = Environment.CurrentManagedThreadId;
            actor.Tell("wait");
        });
        thread.Start();
        entered.Wait(Patience).ShouldBeTrue();
        actor.Tell("later");
        gate.Set();
        thread.Join();

        (await collector.Take(2)).ShouldBe([((object)"wait", runner), ((object)"later", runner)]);
    }

    [Fact]
    public async Task One_caller_does_not_serve_the_others_forever()
    {
        var count = 0;
        var stop = false;
        IActorRef actor = ActorRefs.Nobody;
        actor = Spawn(
            (me, _) =>
            {
                count++;
                if (!Volatile.Read(ref stop))
                    me.Me.Tell("again");
            },
            Inline
        );

        // An actor that always has a message for itself would keep this thread, if the thread pool did not take over.
        actor.Tell("go");
        var atReturn = Volatile.Read(ref count);
        await WaitFor.True(() => Volatile.Read(ref count) > atReturn + 1_000);
        Volatile.Write(ref stop, true);
    }

    [Fact]
    public void A_failure_is_handled_before_Tell_returns_when_the_supervisor_is_inline()
    {
        var log = new List<string>();
        IActorRef child = ActorRefs.Nobody;
        System.ActorOf(
            Scripted
                .Props(() =>
                    new Scripted((_, _) => { })
                    {
                        OnStart = me =>
                            child = me.Around.ActorOf(
                                Scripted
                                    .Props(() =>
                                        new Scripted(
                                            (_, message) =>
                                                log.Add(message is "fail" ? throw new InvalidOperationException() : (string)message)
                                        )
                                        {
                                            AfterRestart = _ => log.Add("restarted"),
                                        }
                                    )
                                    .WithDispatcher(Inline)
                            ),
                    }
                )
                .WithDispatcher(Inline)
        );
        child.Tell("fail");
        child.Tell("next");

        log.ShouldBe(["restarted", "next"]);
    }
}
