using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A scheduler that turns every kind of request into a <see cref="ScheduledWork"/>; when that is run is left to the derived type.</summary>
internal abstract class WorkScheduler(Config scheduler, ILoggingAdapter log) : SchedulerBase(scheduler, log)
{
    protected abstract void Add(TimeSpan delay, ScheduledWork work);

    protected sealed override void InternalScheduleTellOnce(
        TimeSpan delay,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable
    ) => Add(delay, new ScheduledTell(TimeSpan.Zero, cancelable, receiver, message, sender));

    protected sealed override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable
    ) => Add(initialDelay, new ScheduledTell(interval, cancelable, receiver, message, sender));

    protected sealed override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(delay, new ScheduledAction(TimeSpan.Zero, cancelable, action));

    protected sealed override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Add(delay, new ScheduledRunnable(TimeSpan.Zero, cancelable, action));

    protected sealed override void InternalScheduleRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        Action action,
        ICancelable? cancelable
    ) => Add(initialDelay, new ScheduledAction(interval, cancelable, action));

    protected sealed override void InternalScheduleRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        IRunnable action,
        ICancelable? cancelable
    ) => Add(initialDelay, new ScheduledRunnable(interval, cancelable, action));

    protected void RunSafely(ScheduledWork work)
    {
        try
        {
            work.Run();
        }
        catch (Exception cause)
        {
            Log.Error(cause, "A scheduled action failed");
        }
    }
}
