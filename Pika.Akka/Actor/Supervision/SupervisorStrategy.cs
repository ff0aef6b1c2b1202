using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>How an actor treats its children's failures.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Restarts a child that failed; stops one that could not be made or was killed.</summary>
    public static readonly OneForOneStrategy DefaultStrategy = new(DefaultDirective);

    /// <summary>Stops a child that failed.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    public static readonly IDecider DefaultDecider = Actor.Decider.From(DefaultDirective);

    public abstract IDecider Decider { get; }

    protected bool LoggingEnabled { get; init; } = true;

    protected abstract Directive Handle(IActorRef child, Exception exception);

    /// <summary>Restarts or stops what the strategy says.</summary>
    public abstract void ProcessFailure(
        IActorContext context,
        bool restart,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children
    );

    public virtual void HandleChildTerminated(IActorContext context, IActorRef child, IEnumerable<IInternalActorRef> children) { }

    /// <summary>Acts on a failure; false to escalate it.</summary>
    internal bool HandleFailure(
        ActorCell context,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children
    )
    {
        var directive = Handle(child, cause);
        if (LoggingEnabled)
            LogFailure(context, child, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                ((IInternalActorRef)child).Resume(cause);
                return true;
            case Directive.Restart:
                ProcessFailure(context, restart: true, child, cause, stats, children);
                return true;
            case Directive.Stop:
                ProcessFailure(context, restart: false, child, cause, stats, children);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Restarts a child; one that did not itself fail must be suspended first, since a restart ends in a resume.</summary>
    protected static void RestartChild(IActorRef child, Exception cause, bool suspendFirst)
    {
        var target = (IInternalActorRef)child;
        if (suspendFirst)
            target.Suspend();
        target.Restart(cause);
    }

    private static Directive DefaultDirective(Exception cause) =>
        cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart;

    private static void LogFailure(ActorCell context, IActorRef child, Exception cause, Directive directive)
    {
        // An escalated failure is logged by whoever decides on it.
        if (directive == Directive.Escalate)
            return;
        var reported = cause is ActorInitializationException { InnerException: { } inner } ? inner : cause;
        var source = child.Path.ToString();
        LogEvent log =
            directive == Directive.Resume
                ? new Warning(source, typeof(SupervisorStrategy), reported.Message)
                : new Error(cause, source, typeof(SupervisorStrategy), reported.Message);
        context.System.EventStream.Publish(log);
    }
}
