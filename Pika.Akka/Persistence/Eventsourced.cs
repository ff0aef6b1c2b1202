using System.Collections.Immutable;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Persistence;

/// <summary>
/// An actor whose state is the sum of its events. When it starts, it is offered the latest snapshot and the events after it; then
/// it handles commands, persists events and changes its state only in the handlers of persisted events.
/// <code>
/// Recovering --RecoverySuccess--> ProcessingCommands --Persist--> PersistingEvents --all handled--> ProcessingCommands
/// </code>
/// Commands that arrive while it recovers or persists are stashed and handled later, in order.
/// </summary>
public abstract partial class Eventsourced : ActorBase, IPersistentIdentity, IPersistenceStash, IPersistenceRecovery
{
    /// <summary>Keeps the journal's answers out of what a restart unstashes: they belong to the life that ended.</summary>
    public static readonly Func<Envelope, bool> UnstashFilterPredicate = envelope =>
        envelope.Message is not (WriteMessageSuccess or ReplayedMessage);

    private ILoggingAdapter? _log;
    private IActorRef? _journal;
    private IActorRef? _snapshotStore;

    /// <summary>For the subclass.</summary>
    protected Eventsourced()
    {
        Extension = Persistence.Instance.Apply(Context.System);
        _internalStash = Extension.NewInternalStash(Context, this);
        JournalPluginId = "";
        SnapshotPluginId = "";
    }

    /// <summary>The persistence of the system.</summary>
    protected PersistenceExtension Extension { get; }

    /// <summary>Logs in the actor's name.</summary>
    protected virtual ILoggingAdapter Log => _log ??= Context.GetLogger();

    /// <inheritdoc/>
    public abstract string PersistenceId { get; }

    /// <inheritdoc/>
    public virtual Recovery Recovery => Recovery.Default;

    /// <inheritdoc/>
    public virtual IStashOverflowStrategy InternalStashOverflowStrategy => Extension.DefaultInternalStashOverflowStrategy;

    /// <summary>For the actor's own use; what is stashed while persisting does not show here.</summary>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    public string JournalPluginId { get; protected set; }

    /// <inheritdoc/>
    public string SnapshotPluginId { get; protected set; }

    /// <summary>The actor's journal.</summary>
    public IActorRef Journal => _journal ??= Extension.JournalFor(JournalPluginId);

    /// <summary>The actor's snapshot store.</summary>
    public IActorRef SnapshotStore => _snapshotStore ??= Extension.SnapshotStoreFor(SnapshotPluginId);

    /// <summary>The identity under which snapshots are saved.</summary>
    public string SnapshotterId => PersistenceId;

    /// <summary>The number of the last event that was handled.</summary>
    public long LastSequenceNr { get; private set; }

    /// <summary>The number that a snapshot taken now gets.</summary>
    public long SnapshotSequenceNr => LastSequenceNr;

    /// <summary>Whether events are being replayed; nothing can be persisted then.</summary>
    public bool IsRecovering => _phase is Phase.LoadingSnapshot or Phase.Replaying;

    /// <summary>Whether the replay is over.</summary>
    public bool IsRecoveryFinished => !IsRecovering;

    /// <summary>Handles a snapshot offer or an event while recovering; must not persist.</summary>
    /// <returns>Whether it was handled; what was not is not an error.</returns>
    protected abstract bool ReceiveRecover(object message);

    /// <summary>Handles a command.</summary>
    protected abstract bool ReceiveCommand(object message);

    /// <summary>Writes <paramref name="event"/> and then calls <paramref name="handler"/>. Commands wait until the handler has run.</summary>
    /// <exception cref="InvalidOperationException">The actor recovers.</exception>
    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler) => PersistNow(@event!, o => handler((TEvent)o), stashing: true);

    /// <summary>Writes <paramref name="events"/>, all or none, and then calls <paramref name="handler"/> for each. Commands wait until then.</summary>
    /// <exception cref="InvalidOperationException">The actor recovers.</exception>
    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) =>
        PersistAllNow(events, o => handler((TEvent)o), stashing: true);

    /// <summary>As <see cref="Persist{TEvent}(TEvent, Action{TEvent})"/>, but commands are handled meanwhile.</summary>
    public void PersistAsync<TEvent>(TEvent @event, Action<TEvent> handler) =>
        PersistNow(@event!, o => handler((TEvent)o), stashing: false);

    /// <summary>As <see cref="PersistAll{TEvent}(IEnumerable{TEvent}, Action{TEvent})"/>, but commands are handled meanwhile.</summary>
    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) =>
        PersistAllNow(events, o => handler((TEvent)o), stashing: false);

    /// <summary>Calls <paramref name="handler"/> after the handlers of all events persisted before; at once if there are none. Nothing is written.</summary>
    /// <exception cref="InvalidOperationException">The actor recovers.</exception>
    public void DeferAsync<TEvent>(TEvent evt, Action<TEvent> handler)
    {
        MustNotRecover();
        if (_pending.Count == 0)
        {
            handler(evt);
            return;
        }
        _pending.Enqueue(new Invocation(o => handler((TEvent)o), Stashing: false));
        _eventBatch.Add(new NonPersistentMessage(evt!, Sender));
    }

    /// <summary>Saves <paramref name="snapshot"/> as of the last event; answered with SaveSnapshotSuccess or SaveSnapshotFailure.</summary>
    public void SaveSnapshot(object snapshot)
    {
        var now = Context.System.Scheduler.Now.UtcDateTime;
        SnapshotStore.Tell(new SaveSnapshot(new SnapshotMetadata(SnapshotterId, SnapshotSequenceNr, now), snapshot), Self);
    }

    /// <summary>Asks for a snapshot; answered with LoadSnapshotResult or LoadSnapshotFailed.</summary>
    public void LoadSnapshot(string persistenceId, SnapshotSelectionCriteria criteria, long toSequenceNr) =>
        SnapshotStore.Tell(new LoadSnapshot(persistenceId, criteria, toSequenceNr), Self);

    /// <summary>Deletes the snapshot with this number; answered with DeleteSnapshotSuccess or DeleteSnapshotFailure.</summary>
    public void DeleteSnapshot(long sequenceNr) =>
        SnapshotStore.Tell(new DeleteSnapshot(new SnapshotMetadata(SnapshotterId, sequenceNr, DateTime.MinValue)), Self);

    /// <summary>Deletes the snapshots that fit; answered with DeleteSnapshotsSuccess or DeleteSnapshotsFailure.</summary>
    public void DeleteSnapshots(SnapshotSelectionCriteria criteria) =>
        SnapshotStore.Tell(new DeleteSnapshots(SnapshotterId, criteria), Self);

    /// <summary>Deletes the events up to this number; answered with DeleteMessagesSuccess or DeleteMessagesFailure. Numbers go on as before.</summary>
    public void DeleteMessages(long toSequenceNr)
    {
        if (toSequenceNr != long.MaxValue && toSequenceNr > LastSequenceNr)
            Self.Tell(
                new DeleteMessagesFailure(
                    new InvalidOperationException(
                        $"toSequenceNr [{toSequenceNr}] must be less than or equal to lastSequenceNr [{LastSequenceNr}]"
                    ),
                    toSequenceNr
                ),
                Self
            );
        else
            Journal.Tell(new DeleteMessagesTo(PersistenceId, Math.Min(toSequenceNr, LastSequenceNr), Self), Self);
    }

    /// <summary>Called when recovery fails; afterwards the actor stops.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="message">The event that could not be handled, if that was it.</param>
    protected virtual void OnRecoveryFailure(Exception reason, object? message = null)
    {
        if (message is null)
            Log.Error(
                reason,
                "Persistence failure when replaying events for persistenceId [{0}]. Last known sequence number [{1}]",
                PersistenceId,
                LastSequenceNr
            );
        else
            Log.Error(
                reason,
                "Exception in ReceiveRecover when replaying event type [{0}] with sequence number [{1}] for persistenceId [{2}]",
                message.GetType(),
                LastSequenceNr,
                PersistenceId
            );
    }

    /// <summary>Called when an event was perhaps not written; afterwards the actor stops, since it cannot know.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Log.Error(
            cause,
            "Failed to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}].",
            @event.GetType(),
            sequenceNr,
            PersistenceId
        );

    /// <summary>Called when the journal refused an event before writing anything; the actor goes on.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Log.Error(
            cause,
            "Rejected to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}] due to [{3}].",
            @event.GetType(),
            sequenceNr,
            PersistenceId,
            cause.Message
        );

    /// <summary>Called when all events have been replayed, before RecoveryCompleted.</summary>
    protected virtual void OnReplaySuccess() { }

    /// <summary>Runs an async command handler; the actor handles nothing else until it has ended.</summary>
    protected void RunTask(Func<Task> action) =>
        ActorTaskScheduler.RunTask(async () =>
        {
            _asyncTaskRunning = true;
            var failed = true;
            try
            {
                await action();
                failed = false;
            }
            finally
            {
                _asyncTaskRunning = false;
                CommandDone(failed);
            }
        });

    /// <summary>Answers of the plugins need no handler: success is silent, failure is a warning.</summary>
    protected override void Unhandled(object message)
    {
        switch (message)
        {
            case RecoveryCompleted:
                break;
            case SaveSnapshotFailure m:
                Log.Warning("Failed to SaveSnapshot given metadata [{0}] due to: [{1}]", m.Metadata, m.Cause);
                break;
            case DeleteSnapshotFailure m:
                Log.Warning("Failed to DeleteSnapshot given metadata [{0}] due to: [{1}]", m.Metadata, m.Cause);
                break;
            case DeleteSnapshotsFailure m:
                Log.Warning("Failed to DeleteSnapshots given criteria [{0}] due to: [{1}]", m.Criteria, m.Cause);
                break;
            case DeleteMessagesFailure m:
                Log.Warning(
                    "Failed to DeleteMessages ToSequenceNr [{0}] for PersistenceId [{1}] due to: [{2}]",
                    m.ToSequenceNr,
                    PersistenceId,
                    m.Cause
                );
                break;
            default:
                base.Unhandled(message);
                break;
        }
    }

    private void PersistNow(object @event, Action<object> handler, bool stashing)
    {
        MustNotRecover();
        Enqueue(handler, stashing);
        _eventBatch.Add(new AtomicWrite(Numbered(@event)));
    }

    private void PersistAllNow<TEvent>(IEnumerable<TEvent> events, Action<object> handler, bool stashing)
    {
        MustNotRecover();
        var write = ImmutableArray.CreateBuilder<IPersistentRepresentation>();
        foreach (var @event in events)
        {
            Enqueue(handler, stashing);
            write.Add(Numbered(@event!));
        }
        if (write.Count > 0)
            _eventBatch.Add(new AtomicWrite(write.ToImmutable()));
    }

    private Persistent Numbered(object @event) => new(@event, ++_sequenceNr, PersistenceId, sender: Sender, writerGuid: _writerGuid);

    private void MustNotRecover()
    {
        if (IsRecovering)
            throw new InvalidOperationException(
                "Cannot persist during replay. Events can be persisted when receiving RecoveryCompleted or later."
            );
    }
}
