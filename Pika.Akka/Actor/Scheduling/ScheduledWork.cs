using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Something that is due at a time, perhaps again and again.</summary>
internal abstract class ScheduledWork(TimeSpan interval, ICancelable? cancelable)
{
    /// <summary>Zero if it happens once.</summary>
    public TimeSpan Interval { get; } = interval;

    public bool IsCanceled => cancelable is { IsCancellationRequested: true };

    public abstract void Run();
}

internal sealed class ScheduledTell(TimeSpan interval, ICancelable? cancelable, ICanTell receiver, object message, IActorRef sender)
    : ScheduledWork(interval, cancelable)
{
    public override void Run() => receiver.Tell(message, sender);
}

internal sealed class ScheduledAction(TimeSpan interval, ICancelable? cancelable, Action action) : ScheduledWork(interval, cancelable)
{
    public override void Run() => action();
}

internal sealed class ScheduledRunnable(TimeSpan interval, ICancelable? cancelable, IRunnable runnable)
    : ScheduledWork(interval, cancelable)
{
    public override void Run() => runnable.Run();
}
