using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public partial class ActorCell
{
    private TimerScheduler? _timers;

    private ActorTaskScheduler? _taskScheduler;

    /// <summary>Asynchronous handlers that have not ended. The mailbox is suspended once for each.</summary>
    private int _runningTasks;

    /// <summary>
    /// Starts an asynchronous handler. Until it ends, the mailbox is suspended; its continuations run as system messages, with the same sender and message.
    /// </summary>
    internal void RunTask(Func<Task> handler)
    {
        _taskScheduler ??= new ActorTaskScheduler(this);
        var start = new Task<Task>(handler);
        start.RunSynchronously(_taskScheduler);
        if (start.IsFaulted)
            throw Single(start.Exception!);
        var running = start.Result;
        if (running.IsCompleted)
        {
            Rethrow(running);
            return;
        }

        _runningTasks++;
        Mailbox.Suspend();
        _ = running.ContinueWith(EndTask, CancellationToken.None, TaskContinuationOptions.None, _taskScheduler);
    }

    internal void RunContinuation(Action continuation) => SendSystemMessage(new ActorTaskSchedulerMessage(continuation));

    private void EndTask(Task task)
    {
        _runningTasks--;
        Mailbox.Resume();
        try
        {
            Rethrow(task);
            if (_receiveTimeout is not null)
                AfterMessage(CurrentMessage!);
            CurrentMessage = null;
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
    }

    private static void Rethrow(Task task)
    {
        if (!task.IsCompletedSuccessfully)
            task.GetAwaiter().GetResult();
    }

    private static Exception Single(AggregateException cause) => cause.InnerExceptions.Count == 1 ? cause.InnerException! : cause;
}
