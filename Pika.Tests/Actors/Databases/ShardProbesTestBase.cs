using Akka.Actor;
using Akka.TestKit;
using Pika.Actors.Databases;
using Pika.Storage.Keyspace;
using Pika.Storage.Store.Memory;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Databases;

/// <summary>Tests of what works for a database in the background: a probe stands for each of its two shards, and time passes only when a test says so.</summary>
public abstract class ShardProbesTestBase : global::Akka.TestKit.Xunit2.TestKit, IAsyncLifetime
{
    /// <summary>Time stands still but for <see cref="Tick"/>, so that a message which should not come cannot be late.</summary>
    private protected static readonly TimeSpan Nothing = TimeSpan.FromMilliseconds(100);

    private protected ShardProbesTestBase()
        : base(SpecConfig.VirtualTime) => (First, Second) = (CreateTestProbe(), CreateTestProbe());

    private protected MemoryStore Store { get; } = new();

    private protected Generation Generation { get; } = new(id: 999, shards: 2);

    private protected TestProbe First { get; }

    private protected TestProbe Second { get; }

    private protected TestNode Node { get; private set; } = null!;

    public async Task InitializeAsync() => Node = await TestNode.OpenAsync(store: Store);

    public async Task DisposeAsync() => await Node.DisposeAsync();

    /// <summary>Starts the actor, for a database whose shards are the probes, and lets its first tick come.</summary>
    private protected void Start(Func<Database, IActorRef[], Props> props)
    {
        var actor = Sys.ActorOf(props(new Database(99, Generation), [First.Ref, Second.Ref]));
        actor.Tell(new Identify("ready"), TestActor);
        ExpectMsg<ActorIdentity>();
        Tick();
    }

    private protected void Tick() => ((TestScheduler)Sys.Scheduler).Advance(Interval);

    /// <summary>From one tick to the next.</summary>
    private protected abstract TimeSpan Interval { get; }
}
