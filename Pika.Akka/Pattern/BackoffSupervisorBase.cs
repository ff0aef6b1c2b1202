using Akka.Actor;

namespace Akka.Pattern;

/// <summary>What both kinds of backoff supervisor do: keep one child, pass messages on to it and count its restarts.</summary>
public abstract class BackoffSupervisorBase : ActorBase
{
    internal BackoffSupervisorBase(
        Props childProps,
        string childName,
        IBackoffReset reset,
        object? replyWhileStopped,
        Func<object, bool>? finalStopMessage
    )
    {
        ChildProps = childProps;
        ChildName = childName;
        Reset = reset;
        ReplyWhileStopped = replyWhileStopped;
        FinalStopMessage = finalStopMessage;
    }

    /// <summary>How to make the child.</summary>
    protected Props ChildProps { get; }

    /// <summary>The child's name.</summary>
    protected string ChildName { get; }

    /// <summary>When earlier restarts are forgotten.</summary>
    protected IBackoffReset Reset { get; }

    /// <summary>The answer to whoever writes while no child runs; null lets the message become a dead letter.</summary>
    protected object? ReplyWhileStopped { get; }

    /// <summary>Recognises the message after which the child's stop is final.</summary>
    protected Func<object, bool>? FinalStopMessage { get; }

    /// <summary>Whether the final message has been passed on.</summary>
    protected bool FinalStopMessageReceived { get; set; }

    /// <summary>The running child; null during a delay.</summary>
    protected IActorRef? Child { get; set; }

    /// <summary>Restarts since the last reset: the exponent of the next delay.</summary>
    protected int RestartCountN { get; set; }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        StartChild();
        base.PreStart();
    }

    /// <summary>Answers the supervisor's own messages and passes all others on to the child or back to it.</summary>
    protected bool HandleBackoff(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                if (Reset is AutoReset auto)
                    Context.System.Scheduler.ScheduleTellOnce(
                        auto.ResetBackoff,
                        Self,
                        new BackoffSupervisor.ResetRestartCount(RestartCountN),
                        Self
                    );
                return true;
            case BackoffSupervisor.Reset:
                if (Reset is ManualReset)
                    RestartCountN = 0;
                else
                    Unhandled(message);
                return true;
            case BackoffSupervisor.ResetRestartCount reset:
                // A restart since then means that the child did not live long enough.
                if (reset.Current == RestartCountN)
                    RestartCountN = 0;
                return true;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(RestartCountN));
                return true;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child!));
                return true;
            default:
                PassOn(message);
                return true;
        }
    }

    internal void RestartLater(TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        var delay = BackoffSupervisor.CalculateDelay(
            RestartCountN,
            minBackoff,
            maxBackoff,
            randomFactor,
            Chance.Next(Context.System.Scheduler)
        );
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, BackoffSupervisor.StartChild.Instance, Self);
        RestartCountN++;
    }

    private void PassOn(object message)
    {
        if (Child is null)
        {
            if (ReplyWhileStopped is not null)
                Sender.Tell(ReplyWhileStopped);
            else
                Context.System.DeadLetters.Forward(message);
            if (FinalStopMessage is not null && FinalStopMessage(message))
                Context.Stop(Self);
        }
        else if (Child.Equals(Sender))
        {
            Context.Parent.Forward(message);
        }
        else
        {
            Child.Forward(message);
            if (!FinalStopMessageReceived && FinalStopMessage is not null)
                FinalStopMessageReceived = FinalStopMessage(message);
        }
    }

    private void StartChild()
    {
        if (Child is null)
            Child = Context.Watch(Context.ActorOf(ChildProps, ChildName));
    }
}
