using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;

namespace Pika.Tests.Akka;

/// <summary>What a persistent actor does when its plugins fail, refuse or are late, and how plugins are chosen.</summary>
public sealed class PersistencePluginSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private static readonly string Directory = Path.Combine(Path.GetTempPath(), $"pika-snapshots-{Environment.ProcessId}");

    private static readonly string Config = $$"""
        akka.persistence {
          journal.plugin = "test.journal"
          snapshot-store.plugin = "test.no-store"
        }
        test.journal {
          class = "{{typeof(FaultyJournal).AssemblyQualifiedName}}"
          circuit-breaker.max-failures = 100
        }
        test.impatient-journal { class = "{{typeof(FaultyJournal).AssemblyQualifiedName}}", recovery-event-timeout = 200ms }
        test.no-store.class = "{{typeof(NoSnapshotStore).AssemblyQualifiedName}}"
        test.files { class = "{{typeof(LocalSnapshotStore).AssemblyQualifiedName}}", dir = "{{Directory}}" }
        """;

    public PersistencePluginSpecs()
        : base(Config) { }

    protected override void AfterAll()
    {
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    [Fact]
    public void A_refused_event_is_reported_and_the_actor_goes_on()
    {
        var writer = NewWriter("refusals");

        writer.Tell("refuse");
        writer.Tell("fine");

        ExpectMsg("rejected refuse@1: refused");
        ExpectMsg("fine@2");
    }

    [Fact]
    public void A_failed_write_is_reported_and_stops_the_actor()
    {
        var writer = NewWriter("failures");
        Watch(writer);

        writer.Tell("break");

        ExpectMsg("failed break@1: broken");
        ExpectTerminated(writer);
    }

    [Fact]
    public void Answers_come_in_order_even_if_writes_overtake_each_other()
    {
        var (slow, fast) = (NewWriter("slow"), NewWriter("fast"));
        var journal = CreateTestProbe();
        Sys.EventStream.Subscribe(journal, typeof(LateWriteBegan));
        slow.Tell("late");
        journal.ExpectMsg<LateWriteBegan>();
        fast.Tell("early");

        ReceiveN(2).ShouldBe(["late@1", "early@1"]);
    }

    [Fact]
    public void A_failed_replay_is_reported_and_stops_the_actor()
    {
        var writer = NewWriter("unreadable");
        Watch(writer);

        ExpectMsg("recovery failed: unreadable");
        ExpectTerminated(writer);
    }

    [Fact]
    public void A_silent_journal_times_the_recovery_out()
    {
        var writer = NewWriter("silent", journal: "test.impatient-journal");
        Watch(writer);

        ExpectMsg<string>(m => m.StartsWith("recovery failed: Recovery timed out", StringComparison.Ordinal));
        ExpectTerminated(writer);
    }

    [Fact]
    public void Without_a_snapshot_store_saving_fails()
    {
        NewWriter("unsaved").Tell("snapshot");

        ExpectMsg<string>(m => m.StartsWith("snapshot failed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_local_store_keeps_snapshots_in_files()
    {
        var writer = NewWriter("in/files?", "test.files");
        writer.Tell("a");
        ExpectMsg("a@1");
        writer.Tell("snapshot");
        ExpectMsg("snapshot saved 1");
        writer.Tell("b");
        ExpectMsg("b@2");
        writer.Tell("snapshot");
        ExpectMsg("snapshot saved 2");
        StopAndWait(writer);

        var again = NewWriter("in/files?", "test.files");
        ExpectMsg("offered b");
        System.IO.Directory.GetFiles(Directory).Length.ShouldBe(2);
        again.Tell("delete snapshot 2");
        ExpectMsg("snapshot deleted");
        StopAndWait(again);

        NewWriter("in/files?", "test.files");
        ExpectMsg("offered a");
    }

    [Fact]
    public void A_damaged_snapshot_gives_way_to_the_one_before()
    {
        var writer = NewWriter("damaged", "test.files");
        foreach (var word in new[] { "a", "b" })
        {
            writer.Tell(word);
            ExpectMsg<string>();
            writer.Tell("snapshot");
            ExpectMsg<string>();
        }
        StopAndWait(writer);
        var latest = System.IO.Directory.GetFiles(Directory, "*damaged@2*").Single();
        File.WriteAllText(latest, "{");

        NewWriter("damaged", "test.files");

        ExpectMsg("offered a");
    }

    [Fact]
    public void A_plugin_that_is_not_configured_is_refused()
    {
        var persistence = Persistence.Instance.Apply(Sys);

        Should.Throw<ArgumentException>(() => persistence.JournalFor("test.missing")).Message.ShouldContain("test.missing");
        persistence.JournalFor("").ShouldBe(persistence.JournalFor("test.journal"));
        persistence.SnapshotStoreFor("test.files").ShouldNotBe(persistence.SnapshotStoreFor(""));
    }

    private IActorRef NewWriter(string id, string store = "", string journal = "") =>
        ActorOf(Props.Create(() => new Writer(id, store, journal, TestActor)).WithDispatcher("akka.actor.inline-dispatcher"));

    private void StopAndWait(IActorRef actor)
    {
        Watch(actor);
        actor.Tell(PoisonPill.Instance);
        ExpectTerminated(actor);
    }

    private sealed class Writer : UntypedPersistentActor
    {
        private readonly IActorRef _observer;
        private string _state = "";

        public Writer(string id, string store, string journal, IActorRef observer)
        {
            PersistenceId = id;
            SnapshotPluginId = store;
            JournalPluginId = journal;
            _observer = observer;
        }

        public override string PersistenceId { get; }

        protected override void OnCommand(object message)
        {
            switch (message)
            {
                case "snapshot":
                    SaveSnapshot(_state);
                    break;
                case "delete snapshot 2":
                    DeleteSnapshot(2);
                    break;
                case SaveSnapshotSuccess saved:
                    _observer.Tell($"snapshot saved {saved.Metadata.SequenceNr}");
                    break;
                case SaveSnapshotFailure failure:
                    _observer.Tell($"snapshot failed {failure.Cause.Message}");
                    break;
                case DeleteSnapshotSuccess:
                    _observer.Tell("snapshot deleted");
                    break;
                case string word:
                    Persist(
                        word,
                        w =>
                        {
                            _state = w;
                            _observer.Tell($"{w}@{LastSequenceNr}");
                        }
                    );
                    break;
            }
        }

        protected override void OnRecover(object message)
        {
            if (message is SnapshotOffer offer)
                _observer.Tell($"offered {offer.Snapshot}");
        }

        protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
            _observer.Tell($"rejected {@event}@{sequenceNr}: {cause.Message}");

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
            _observer.Tell($"failed {@event}@{sequenceNr}: {cause.Message}");

        protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
            _observer.Tell($"recovery failed: {reason.Message}");
    }

    /// <summary>The write of "late" has begun; it ends after that of "early".</summary>
    private sealed record LateWriteBegan;

    /// <summary>A memory journal that fails as the event or the identity says.</summary>
    private sealed class FaultyJournal : MemoryJournal
    {
        private readonly TaskCompletionSource _early = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ActorSystem _system = Context.System;

        protected override async Task<IImmutableList<Exception?>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
        {
            var writes = messages.ToList();
            var words = writes.SelectMany(w => (IEnumerable<IPersistentRepresentation>)w.Payload).Select(e => e.Payload).ToList();
            if (words.Contains("break"))
                throw new InvalidOperationException("broken");
            if (words.Contains("early"))
                _early.SetResult();
            if (words.Contains("late"))
            {
                _system.EventStream.Publish(new LateWriteBegan());
                await _early.Task;
            }
            if (words.Contains("refuse"))
                return writes.Select(_ => (Exception?)new InvalidOperationException("refused")).ToImmutableList();
            return await base.WriteMessagesAsync(writes);
        }

        public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
            persistenceId switch
            {
                "unreadable" => Task.FromException<long>(new InvalidOperationException("unreadable")),
                "silent" => new TaskCompletionSource<long>().Task,
                _ => base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr),
            };
    }
}
