using Akka.Actor;
using Akka.Configuration;

namespace Pika.Tests.ActorRuntime;

public sealed class ActorSystemSpecs : RuntimeSpecs
{
    private sealed class Counter(ExtendedActorSystem system) : IExtension
    {
        public ExtendedActorSystem System { get; } = system;
    }

    private sealed class CounterId : ExtensionIdProvider<Counter>
    {
        public static int Made;

        public override Counter CreateExtension(ExtendedActorSystem system)
        {
            Interlocked.Increment(ref Made);
            return new Counter(system);
        }
    }

    [Fact]
    public void An_extension_is_made_once()
    {
        Parallel.For(0, 8, _ => System.WithExtension<Counter, CounterId>().System.ShouldBeSameAs(System));

        CounterId.Made.ShouldBe(1);
        System.GetExtension<Counter>().ShouldNotBeNull();
        System.HasExtension<Counter>().ShouldBeTrue();
    }

    [Fact]
    public async Task Terminate_stops_all_actors_and_runs_what_was_registered()
    {
        var stopped = 0;
        var registered = false;
        using var system = ActorSystem.Create("ending", "akka.loglevel = OFF");
        for (var i = 0; i < 10; i++)
            system.ActorOf(Scripted.Props(() => new Scripted((_, _) => { }) { OnStop = _ => Interlocked.Increment(ref stopped) }));
        system.RegisterOnTermination(() => registered = true);
        await system.Terminate().WaitAsync(Patience);

        stopped.ShouldBe(10);
        registered.ShouldBeTrue();
        system.WhenTerminated.IsCompletedSuccessfully.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => system.ActorOf(Scripted.Props((_, _) => { })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("-x")]
    public void A_malformed_name_is_refused(string name) => Should.Throw<ArgumentException>(() => ActorSystem.Create(name));

    [Fact]
    public void An_unknown_dispatcher_or_mailbox_is_refused()
    {
        var props = Scripted.Props((_, _) => { });

        Should.Throw<ConfigurationException>(() => System.ActorOf(props.WithDispatcher("no-such"))).Message.ShouldContain("no-such");
        Should.Throw<ConfigurationException>(() => System.ActorOf(props.WithMailbox("no-such"))).Message.ShouldContain("no-such");
    }

    [Fact]
    public async Task A_dedicated_dispatcher_has_threads_of_its_own()
    {
        var collector = NewCollector();
        Spawn((_, _) => collector.Ref.Tell(Thread.CurrentThread.Name!), "pool").Tell("who?");
        Spawn((_, _) => collector.Ref.Tell(Thread.CurrentThread.Name!), "pinned").Tell("who?");

        var names = (await collector.Take(2)).Cast<string>().Order().ToArray();
        names[0].ShouldBe("pinned");
        names[1].ShouldStartWith("pool-");
    }

    [Fact]
    public void An_actor_cannot_be_made_with_new() =>
        OnFreshThread(() => new Scripted((_, _) => { })).ShouldBeOfType<ActorInitializationException>();

    [Fact]
    public void The_context_is_not_there_outside_of_an_actor() =>
        OnFreshThread(() => Outside.Try()).ShouldBeOfType<NotSupportedException>();

    /// <summary>What the function throws on a thread that has never run an actor, nor been lent to one by a test kit.</summary>
    private static Exception? OnFreshThread(Func<object> function)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(function));
        thread.Start();
        thread.Join();
        return thrown;
    }

    private sealed class Outside : UntypedActor
    {
        public static object Try() => Context;

        protected override void OnReceive(object message) { }
    }
}
