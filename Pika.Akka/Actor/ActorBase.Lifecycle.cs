namespace Akka.Actor;

public abstract partial class ActorBase
{
    internal void InvokePreStart() => AroundPreStart();

    internal void InvokePostStop() => AroundPostStop();

    internal void InvokePreRestart(Exception cause, object message) => AroundPreRestart(cause, message);

    internal void InvokePostRestart(Exception cause) => AroundPostRestart(cause, null!);

    /// <summary>Called before the first message.</summary>
    protected virtual void PreStart() { }

    /// <summary>Called on the new incarnation after a restart; by default as at the first start.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>Called on the failed incarnation; by default it stops the children and cleans up as at the end.</summary>
    /// <param name="reason">What was thrown.</param>
    /// <param name="message">What was being processed; null if the failure came from outside of a message.</param>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called after the last message.</summary>
    protected virtual void PostStop() { }

    /// <summary>How this actor's children are supervised.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() =>
        _cell?.Props.SupervisorStrategy ?? Akka.Actor.SupervisorStrategy.DefaultStrategy;

    public virtual void AroundPreStart() => PreStart();

    public virtual void AroundPostRestart(Exception reason, object message) => PostRestart(reason);

    public virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);

    public virtual void AroundPostStop() => PostStop();
}
