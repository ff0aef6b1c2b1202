using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Dispatch;

/// <summary>Brings the continuations of an actor's asynchronous handler back into the actor.</summary>
public sealed class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    /// <summary>Runs an asynchronous handler of the current actor; the actor takes no other message until it ends.</summary>
    public static void RunTask(Func<Task> asyncAction)
    {
        var cell =
            InternalCurrentActorCellKeeper.Current ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        cell.RunTask(asyncAction);
    }

    public static void RunTask(Action action) =>
        RunTask(() =>
        {
            action();
            return Task.CompletedTask;
        });

    /// <summary>A synchronization context of the thread would take the handler's continuations away from the actor.</summary>
    internal static void WithoutContext(Action action)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    protected override void QueueTask(Task task) => _cell.RunContinuation(() => WithoutContext(() => TryExecuteTask(task)));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(InternalCurrentActorCellKeeper.Current, _cell) && TryExecuteTask(task);
}
