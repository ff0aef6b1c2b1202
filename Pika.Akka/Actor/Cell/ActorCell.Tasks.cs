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
        var running = Begin(handler);
        if (running.IsCompleted)
        {
            Rethrow(running);
            return;
        }

        _runningTasks++;
        Mailbox.Suspend();
        _ = running.ContinueWith(EndTask, CancellationToken.None, TaskContinuationOptions.None, _taskScheduler);
    }

    private Task Begin(Func<Task> handler)
    {
        var start = new Task<Task>(handler);
        ActorTaskScheduler.WithoutContext(() => start.RunSynchronously(_taskScheduler!));
        return start.GetAwaiter().GetResult();
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
}
