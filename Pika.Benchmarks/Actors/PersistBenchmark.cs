using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;

namespace Pika.Benchmarks.Actors;

/// <summary>What an event costs from command to handler, with the journal in memory: the runtime's own share of persisting.</summary>
internal static class PersistBenchmark
{
    private const int Count = 200_000;

    /// <summary>Each round has an identity of its own.</summary>
    private static int _writers;

    private const string Config = """
        akka.loglevel = WARNING
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """;

    public static async Task Run()
    {
        using var system = ActorSystem.Create("persist", ConfigurationFactory.ParseString(Config));
        await Measure.Throughput("persist: one event at a time", Count, () => Play(system, async: false));
        await Measure.Throughput("persist: asynchronously, batched", Count, () => Play(system, async: true));
        await system.Terminate();
    }

    private static async Task Play(ActorSystem system, bool async)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = $"writer-{Interlocked.Increment(ref _writers)}";
        var writer = system.ActorOf(Props.Create(() => new Writer(id, Count, async, done)));
        for (var i = 0; i < Count; i++)
            writer.Tell(Writer.Command, ActorRefs.NoSender);
        await done.Task;
        writer.Tell(new Writer.Forget(), ActorRefs.NoSender);
    }

    /// <summary>Persists one event for each command and counts the handlers.</summary>
    private sealed class Writer : UntypedPersistentActor
    {
        public static readonly object Command = new();
        private readonly bool _async;
        private readonly TaskCompletionSource _done;
        private readonly Action<object> _onPersisted;
        private int _left;

        public Writer(string persistenceId, int count, bool async, TaskCompletionSource done)
        {
            PersistenceId = persistenceId;
            _left = count;
            _async = async;
            _done = done;
            _onPersisted = OnPersisted;
        }

        /// <summary>Deletes what was persisted, so that the next round begins with an empty journal.</summary>
        public sealed record Forget;

        public override string PersistenceId { get; }

        protected override void OnCommand(object message)
        {
            if (message is Forget)
                DeleteMessages(long.MaxValue);
            else if (message is DeleteMessagesSuccess)
                Context.Stop(Self);
            else if (_async)
                PersistAsync(message, _onPersisted);
            else
                Persist(message, _onPersisted);
        }

        protected override void OnRecover(object message) { }

        private void OnPersisted(object @event)
        {
            if (--_left == 0)
                _done.SetResult();
        }
    }
}
