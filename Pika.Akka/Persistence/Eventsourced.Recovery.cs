using Akka.Actor;

namespace Akka.Persistence;

// The way from the start to the first command.
public abstract partial class Eventsourced
{
    private ICancelable? _recoveryTimer;

    /// <summary>Whether anything came from the plugins since the last tick.</summary>
    private bool _eventSeen;

    /// <summary>To itself: are the plugins still talking?</summary>
    private sealed record Tick(int InstanceId) : Event.IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    private void StartRecovery()
    {
        _phase = Phase.LoadingSnapshot;
        var recovery = Recovery;
        var patience = Extension.RecoveryEventTimeout(JournalPluginId);
        _eventSeen = true;
        _recoveryTimer = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(patience, patience, Self, new Tick(_instanceId), Self);
        LoadSnapshot(SnapshotterId, recovery.FromSnapshot, recovery.ToSequenceNr);
    }

    private void WhileLoadingSnapshot(object message)
    {
        switch (message)
        {
            case LoadSnapshotResult result:
                _eventSeen = true;
                OnSnapshotLoaded(result);
                break;
            case LoadSnapshotFailed failed:
                FailRecovery(failed.Cause, null);
                break;
            case Tick tick:
                OnTick(tick, "snapshot");
                break;
            default:
                StashInternally(message);
                break;
        }
    }

    private void OnSnapshotLoaded(LoadSnapshotResult result)
    {
        if (result.Snapshot is { } found)
        {
            LastSequenceNr = found.Metadata.SequenceNr;
            var offer = new SnapshotOffer(found.Metadata, found.Snapshot);
            try
            {
                base.AroundReceive(ReceiveRecover, offer);
            }
            catch (Exception e)
            {
                FailRecovery(e, offer);
                return;
            }
        }
        _phase = Phase.Replaying;
        Journal.Tell(new ReplayMessages(LastSequenceNr + 1L, result.ToSequenceNr, Recovery.ReplayMax, PersistenceId, Self), Self);
    }

    private void WhileReplaying(object message)
    {
        switch (message)
        {
            case ReplayedMessage replayed:
                _eventSeen = true;
                try
                {
                    LastSequenceNr = replayed.Persistent.SequenceNr;
                    base.AroundReceive(ReceiveRecover, replayed.Persistent.Payload);
                }
                catch (Exception e)
                {
                    FailRecovery(e, replayed.Persistent.Payload);
                }
                break;
            case RecoverySuccess success:
                OnRecoverySuccess(success.HighestSequenceNr);
                break;
            case ReplayMessagesFailure failure:
                FailRecovery(failure.Cause, null);
                break;
            case Tick tick:
                OnTick(tick, "event");
                break;
            default:
                StashInternally(message);
                break;
        }
    }

    private void OnRecoverySuccess(long highestSequenceNr)
    {
        _recoveryTimer?.Cancel(false);
        OnReplaySuccess();
        _sequenceNr = highestSequenceNr;
        LastSequenceNr = highestSequenceNr;
        _phase = Phase.ProcessingCommands;
        try
        {
            base.AroundReceive(ReceiveRecover, RecoveryCompleted.Instance);
        }
        finally
        {
            FlushEventBatch();
            if (_pendingStashing > 0)
                _phase = Phase.PersistingEvents;
            else
                _internalStash.UnstashAll();
        }
    }

    private void OnTick(Tick tick, string what)
    {
        if (tick.InstanceId != _instanceId)
            return;
        if (!_eventSeen)
            FailRecovery(
                new RecoveryTimedOutException(
                    $"Recovery timed out, didn't get {what} within {Extension.RecoveryEventTimeout(JournalPluginId)}, highest sequence number seen {LastSequenceNr}"
                ),
                null
            );
        _eventSeen = false;
    }

    private void FailRecovery(Exception cause, object? message)
    {
        _recoveryTimer?.Cancel(false);
        try
        {
            OnRecoveryFailure(cause, message);
        }
        finally
        {
            Context.Stop(Self);
        }
    }
}
