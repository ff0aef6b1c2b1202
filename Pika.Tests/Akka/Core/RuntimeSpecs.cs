using Akka.Actor;
using Akka.Configuration;

namespace Pika.Tests.ActorRuntime;

/// <summary>An actor system of its own for every spec, with each kind of dispatcher.</summary>
public abstract class RuntimeSpecs : IAsyncLifetime
{
    /// <summary>Long enough for a busy machine; only a spec that fails waits so long.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Settings = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        pool { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 3, throughput = 7 }
        single { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }
        pinned { type = PinnedDispatcher }
        inline { type = InlineDispatcher, throughput = 50 }
        bounded { mailbox-type = "Akka.Dispatch.BoundedMailbox", mailbox-capacity = 3, mailbox-push-timeout-time = 0s }
        patient { mailbox-type = "Akka.Dispatch.BoundedMailbox", mailbox-capacity = 3, mailbox-push-timeout-time = 20s }
        small-stash { mailbox-type = "Akka.Dispatch.UnboundedMailbox", stash-capacity = 2 }
        """;

    protected RuntimeSpecs() => System = ActorSystem.Create("specs", ConfigurationFactory.ParseString(Settings));

    public static TheoryData<string> Dispatchers => new("akka.actor.default-dispatcher", "pool", "pinned", "inline");

    protected ActorSystem System { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => System.Terminate().WaitAsync(Patience);

    /// <summary>An actor that does what the function says.</summary>
    protected IActorRef Spawn(Action<Scripted, object> onReceive, string dispatcher = "", string mailbox = "") =>
        System.ActorOf(Scripted.Props(onReceive).WithDispatcher(dispatcher).WithMailbox(mailbox));

    protected Collector NewCollector() => new(System);
}
