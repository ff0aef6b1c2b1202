using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>
    /// Who has failed and waits for a verdict: this actor, or the child whose failure it escalates. Null while all is well. While it is set, further
    /// failures are not reported, since the first one's verdict covers them.
    /// </summary>
    private IActorRef? _perpetrator;

    /// <summary>The incarnation is beyond resuming: it could not even be made. Only a restart or the end can follow.</summary>
    private bool _failedFatally;

    /// <summary>How often this cell is suspended; children made meanwhile must be as well.</summary>
    private int _suspendedSelf;

    private void SuspendSelf()
    {
        _suspendedSelf++;
        Mailbox.Suspend();
    }

    private void ResumeSelf()
    {
        if (_suspendedSelf > 0)
            _suspendedSelf--;
        Mailbox.Resume();
    }

    private void ClearFailed()
    {
        _perpetrator = null;
        _failedFatally = false;
    }

    private void FaultSuspend()
    {
        SuspendSelf();
        SuspendChildren();
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor is null)
        {
            FaultCreate();
        }
        else if (_failedFatally && causedByFailure is not null)
        {
            FaultRecreate(causedByFailure);
        }
        else
        {
            var perpetrator = _perpetrator;
            ResumeSelf();
            if (causedByFailure is not null)
                ClearFailed();
            ResumeChildren(causedByFailure, perpetrator);
        }
    }

    private void FaultCreate()
    {
        CancelReceiveTimeout();
        StopChildren();
        if (!Children.SetReason(new SuspendReason.Creation()))
            FinishCreate();
    }

    private void FinishCreate()
    {
        ResumeSelf();
        ClearFailed();
        try
        {
            OnCreate(failure: null);
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }

        if (!Children.IsNormal)
        {
            // Already restarting or ending: only keep the count of suspensions right.
            FaultResume(causedByFailure: null);
            return;
        }

        Trace("restarting");
        SetReceiveTimeout(null);
        try
        {
            _actor.InvokePreRestart(cause, CurrentMessage!);
        }
        catch (Exception failure)
        {
            PublishError(new PreRestartException(Self, failure, cause, CurrentMessage), failure.Message);
        }

        CurrentMessage = null;
        DiscardActor();
        if (!Children.SetReason(new SuspendReason.Recreation(cause)))
            FinishRecreate(cause);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = Children.Snapshot().Select(stats => stats.Child).ToList();
        try
        {
            ResumeSelf();
            ClearFailed();
            _actor = NewActor();
            _actor.InvokePostRestart(cause);
            Trace("restarted");
            foreach (var survivor in survivors)
                survivor.Restart(cause);
        }
        catch (Exception failure)
        {
            DiscardActor();
            HandleInvokeFailure(new PostRestartException(Self, Unwrap(failure), cause), survivors);
        }
    }

    private void Terminate()
    {
        SetReceiveTimeout(null);
        UnwatchWatchedActors();
        StopChildren();
        var wasTerminating = Children.IsTerminating;
        if (Children.SetReason(new SuspendReason.Termination()))
        {
            if (wasTerminating)
                return;
            SuspendSelf();
            _perpetrator = Self;
            Trace("stopping");
        }
        else
        {
            Children.Close();
            FinishTerminate();
        }
    }

    private void FinishTerminate()
    {
        Trace("stopped");
        try
        {
            _actor?.InvokePostStop();
        }
        catch (Exception failure)
        {
            PublishError(failure, failure.Message);
        }

        DiscardActor();
        _system.EventStream.Forget(Self);
        _terminated = true;
        Dispatcher.Detach(this);
        Parent.SendSystemMessage(new DeathWatchNotification(Self, existenceConfirmed: true, addressTerminated: false));
        TellWatchersWeDied();
        UnwatchWatchedActors();
        CurrentMessage = null;
        _sender = null;
    }

    /// <summary>Suspends this actor and its children and asks the parent what to do.</summary>
    internal void HandleInvokeFailure(Exception cause, IReadOnlyCollection<IActorRef>? childrenNotToSuspend = null)
    {
        if (_perpetrator is not null)
            return;
        Report(cause, perpetrator: Self, childrenNotToSuspend);
    }

    private void Report(Exception cause, IActorRef perpetrator, IReadOnlyCollection<IActorRef>? childrenNotToSuspend)
    {
        SuspendSelf();
        _perpetrator = perpetrator;
        _failedFatally |= _actor is null;
        SuspendChildren(perpetrator, childrenNotToSuspend);
        Parent.SendSystemMessage(new Failed(Self, cause, Self.Path.Uid));
    }

    private void HandleFailed(Failed failed)
    {
        // A failure of an incarnation that is gone, or of a child that has been stopped since, needs no verdict.
        if (Children.ByRef(failed.Child) is not { } stats || stats.Uid != failed.Uid)
            return;
        if (_actor is null)
        {
            stats.Child.Stop();
            return;
        }

        if (!SupervisorStrategy.HandleFailure(this, failed.Child, failed.Cause, stats, Children.Snapshot()) && _perpetrator is null)
            Report(failed.Cause, failed.Child, childrenNotToSuspend: null);
    }

    private void HandleChildTerminated(IActorRef child)
    {
        var reason = Children.Remove(child);
        if (_actor is not null)
        {
            try
            {
                SupervisorStrategy.HandleChildTerminated(this, child, Children.Snapshot().Select(stats => stats.Child));
            }
            catch (Exception cause)
            {
                HandleInvokeFailure(cause);
            }
        }

        switch (reason)
        {
            case SuspendReason.Recreation recreation:
                FinishRecreate(recreation.Cause);
                break;
            case SuspendReason.Creation:
                FinishCreate();
                break;
            case SuspendReason.Termination:
                FinishTerminate();
                break;
        }
    }

    private SupervisorStrategy SupervisorStrategy => _actor?.Supervision ?? SupervisorStrategy.DefaultStrategy;

    private void PublishError(Exception cause, string message) =>
        _system.EventStream.Publish(new Error(cause, Self.Path.ToString(), _actor?.GetType() ?? typeof(ActorCell), message));
}
