using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The sender of an Ask: the first message it is told becomes the task's result, later ones are dead letters.</summary>
internal sealed class FutureActorRef<T>(IActorRefProvider provider) : MinimalActorRef, IRunnable, ICancelable
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;
    private ActorPath? _path;

    /// <summary>What was asked, and for how long an answer is awaited; for the text of the timeout.</summary>
    private ICanTell? _asked;

    private TimeSpan _timeout;

    public Task<T> Task => _answer.Task;

    /// <summary>Few ever look at it, so it is made on demand.</summary>
    public override ActorPath Path => _path ??= NewPath();

    public override IActorRefProvider Provider => provider;

    public override bool IsTerminated => _answer.Task.IsCompleted;

    bool ICancelable.IsCancellationRequested => _answer.Task.IsCompleted;

    CancellationToken ICancelable.Token => CancellationToken.None;

    public void ExpireAfter(TimeSpan timeout, ICanTell asked)
    {
        _asked = asked;
        _timeout = timeout;
        provider.Guardian.Cell.System.Scheduler.Advanced.ScheduleOnce(timeout, (IRunnable)this, this);
    }

    public void CancelWith(CancellationToken token) =>
        _registration = token.UnsafeRegister(
            static (state, canceled) => ((FutureActorRef<T>)state!)._answer.TrySetCanceled(canceled),
            this
        );

    void IRunnable.Run() => _answer.TrySetException(new AskTimeoutException($"Timeout after {_timeout} for {_asked}"));

    void IThreadPoolWorkItem.Execute() => ((IRunnable)this).Run();

    void ICancelable.Cancel() => _answer.TrySetCanceled();

    void ICancelable.Cancel(bool throwOnFirstException) => _answer.TrySetCanceled();

    void ICancelable.CancelAfter(TimeSpan delay) => throw new NotSupportedException();

    void ICancelable.CancelAfter(int millisecondsDelay) => throw new NotSupportedException();

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification notification:
                Tell(
                    new Terminated(notification.Actor, notification.ExistenceConfirmed, notification.AddressTerminated),
                    ActorRefs.NoSender
                );
                break;
            case Watch watch when !watch.Watcher.Equals(this) && IsTerminated:
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
                break;
        }
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        var taken = message switch
        {
            T answer => _answer.TrySetResult(answer),
            Status.Failure failure => _answer.TrySetException(
                failure.Cause ?? new TaskCanceledException("Task cancelled by actor via Failure message.")
            ),
            _ => _answer.TrySetException(
                new ArgumentException($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")
            ),
        };
        if (taken)
            _registration.Dispose();
        else
            provider.DeadLetters.Tell(message, sender);
    }

    private ActorPath NewPath()
    {
        var path = provider.TempPath();
        return Interlocked.CompareExchange(ref _path, path, null) ?? path;
    }
}
