using Akka.Actor;

namespace Akka.Persistence;

// The states, and what moves the actor from one to the next.
public abstract partial class Eventsourced
{
    private enum Phase
    {
        /// <summary>Waits for the snapshot store.</summary>
        LoadingSnapshot,

        /// <summary>Gets events from the journal.</summary>
        Replaying,

        /// <summary>Handles commands.</summary>
        ProcessingCommands,

        /// <summary>Stashes commands until the handlers of all events of Persist and PersistAll have run.</summary>
        PersistingEvents,
    }

    /// <param name="Handler">To be called when the event is written.</param>
    /// <param name="Stashing">Whether commands wait for it.</param>
    private readonly record struct Invocation(Action<object> Handler, bool Stashing);

    private static int _instances;

    /// <summary>Tells this life of the actor from an earlier one whose answers may still be on the way.</summary>
    private readonly int _instanceId = Interlocked.Increment(ref _instances);
    private readonly string _writerGuid = Guid.NewGuid().ToString();
    private readonly IStash _internalStash;

    /// <summary>Handlers of events that are not yet known to be written, in order.</summary>
    private readonly Queue<Invocation> _pending = new();

    /// <summary>Events of the message at hand.</summary>
    private readonly List<IPersistentEnvelope> _eventBatch = [];

    /// <summary>Events that wait for the write before them to end.</summary>
    private readonly Queue<IPersistentEnvelope> _journalBatch = new();
    private Phase _phase = Phase.LoadingSnapshot;

    /// <summary>How many of <see cref="_pending"/> make commands wait.</summary>
    private int _pendingStashing;

    /// <summary>Whether a batch is at the journal: there is at most one.</summary>
    private bool _isWriteInProgress;

    /// <summary>The number given to the last event; ahead of LastSequenceNr while events are being written.</summary>
    private long _sequenceNr;
    private bool _asyncTaskRunning;

    /// <inheritdoc/>
    public override void AroundPreStart()
    {
        StartRecovery();
        base.AroundPreStart();
    }

    /// <inheritdoc/>
    public override void AroundPostRestart(Exception reason, object message)
    {
        StartRecovery();
        base.AroundPostRestart(reason, message);
    }

    /// <inheritdoc/>
    public override void AroundPreRestart(Exception cause, object message)
    {
        try
        {
            _internalStash.UnstashAll();
            Stash.UnstashAll(UnstashFilterPredicate);
        }
        finally
        {
            _recoveryTimer?.Cancel(false);
            FlushJournalBatch();
            base.AroundPreRestart(
                cause,
                message switch
                {
                    WriteMessageSuccess success => success.Persistent.Payload,
                    LoopMessageSuccess loop => loop.Message,
                    ReplayedMessage replayed => replayed.Persistent.Payload,
                    _ => message,
                }
            );
        }
    }

    /// <inheritdoc/>
    public override void AroundPostStop()
    {
        _recoveryTimer?.Cancel(false);
        _internalStash.UnstashAll();
        base.AroundPostStop();
    }

    /// <inheritdoc/>
    protected override bool AroundReceive(Receive receive, object message)
    {
        switch (_phase)
        {
            case Phase.LoadingSnapshot:
                WhileLoadingSnapshot(message);
                break;
            case Phase.Replaying:
                WhileReplaying(message);
                break;
            case Phase.ProcessingCommands:
                if (!OnJournalAnswer(message))
                    WhileProcessingCommands(receive, message);
                break;
            default:
                if (!OnJournalAnswer(message))
                    StashInternally(message);
                break;
        }
        return true;
    }

    private void WhileProcessingCommands(Receive receive, object message)
    {
        if (message is Tick)
            return;
        var failed = true;
        try
        {
            if (!base.AroundReceive(receive, message))
                Unhandled(message);
            failed = false;
        }
        finally
        {
            CommandDone(failed);
        }
    }

    private void CommandDone(bool failed)
    {
        FlushEventBatch();
        // The rest of an async command comes when its task has ended.
        if (_asyncTaskRunning)
            return;
        if (_pendingStashing > 0)
            _phase = Phase.PersistingEvents;
        else
            UnstashInternally(failed);
    }

    private bool OnJournalAnswer(object message)
    {
        switch (message)
        {
            case WriteMessageSuccess success:
                if (success.ActorInstanceId == _instanceId)
                    OnWritten(success.Persistent);
                return true;
            case WriteMessageRejected rejected:
                if (rejected.ActorInstanceId == _instanceId)
                    OnRejected(rejected);
                return true;
            case WriteMessageFailure failure:
                if (failure.ActorInstanceId == _instanceId)
                    OnWriteFailed(failure);
                return true;
            case LoopMessageSuccess loop:
                if (loop.ActorInstanceId == _instanceId)
                    RunHandler(loop.Message);
                return true;
            case WriteMessagesSuccessful or WriteMessagesFailed:
                _isWriteInProgress = false;
                FlushJournalBatch();
                return true;
            case Tick:
                return true;
            default:
                return false;
        }
    }

    private void OnWritten(IPersistentRepresentation persistent)
    {
        LastSequenceNr = persistent.SequenceNr;
        RunHandler(persistent.Payload);
    }

    private void OnRejected(WriteMessageRejected rejected)
    {
        LastSequenceNr = rejected.Persistent.SequenceNr;
        var failed = true;
        try
        {
            OnPersistRejected(rejected.Cause, rejected.Persistent.Payload, rejected.Persistent.SequenceNr);
            failed = false;
        }
        finally
        {
            HandlerDone(failed);
        }
    }

    private void OnWriteFailed(WriteMessageFailure failure)
    {
        try
        {
            OnPersistFailure(failure.Cause, failure.Persistent.Payload, failure.Persistent.SequenceNr);
        }
        finally
        {
            Context.Stop(Self);
        }
    }

    private void RunHandler(object payload)
    {
        var failed = true;
        try
        {
            _pending.Peek().Handler(payload);
            failed = false;
        }
        finally
        {
            FlushEventBatch();
            HandlerDone(failed);
        }
    }

    private void HandlerDone(bool failed)
    {
        if (_pending.Dequeue().Stashing)
            _pendingStashing--;
        if (_pendingStashing > 0)
        {
            _phase = Phase.PersistingEvents;
        }
        else if (_phase == Phase.PersistingEvents)
        {
            _phase = Phase.ProcessingCommands;
            UnstashInternally(failed);
        }
    }

    private void Enqueue(Action<object> handler, bool stashing)
    {
        _pending.Enqueue(new Invocation(handler, stashing));
        if (stashing)
            _pendingStashing++;
    }

    private void FlushEventBatch()
    {
        if (_eventBatch.Count > 0)
        {
            foreach (var envelope in _eventBatch)
                _journalBatch.Enqueue(envelope);
            _eventBatch.Clear();
        }
        FlushJournalBatch();
    }

    private void FlushJournalBatch()
    {
        if (_isWriteInProgress || _journalBatch.Count == 0)
            return;
        var batch = new IPersistentEnvelope[Math.Min(_journalBatch.Count, Extension.MaxMessageBatchSize)];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = _journalBatch.Dequeue();
        Journal.Tell(new WriteMessages(batch, Self, _instanceId), Self);
        _isWriteInProgress = true;
    }

    private void StashInternally(object message)
    {
        try
        {
            _internalStash.Stash();
        }
        catch (StashOverflowException overflow)
        {
            switch (InternalStashOverflowStrategy)
            {
                case DiscardToDeadLetterStrategy:
                    Context.System.DeadLetters.Tell(new Event.DeadLetter(message, Sender, Self), Sender);
                    break;
                case ReplyToStrategy reply:
                    Sender.Tell(reply.Response);
                    break;
                default:
                    throw new StashOverflowException(overflow.Message, overflow);
            }
        }
    }

    /// <summary>One at a time, so that what each command persists makes the next one wait again.</summary>
    private void UnstashInternally(bool all)
    {
        if (all)
            _internalStash.UnstashAll();
        else
            _internalStash.Unstash();
    }
}
