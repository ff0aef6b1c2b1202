namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>Null while the actor has not asked for a receive timeout.</summary>
    private TimeSpan? _receiveTimeout;

    private Cancelable? _pendingReceiveTimeout;

    public TimeSpan? ReceiveTimeout => _receiveTimeout;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } given && given <= TimeSpan.Zero && given != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), given, "A receive timeout must be positive");
        _receiveTimeout = timeout == Timeout.InfiniteTimeSpan ? null : timeout;
        CancelReceiveTimeout();
        if (_receiveTimeout is not null)
            ScheduleReceiveTimeout();
    }

    private void BeforeMessage(object message)
    {
        if (message is not INotInfluenceReceiveTimeout)
            CancelReceiveTimeout();
    }

    private void AfterMessage(object message)
    {
        if (message is INotInfluenceReceiveTimeout)
            return;
        CancelReceiveTimeout();
        ScheduleReceiveTimeout();
    }

    private void ScheduleReceiveTimeout()
    {
        if (_receiveTimeout is not { } timeout)
            return;
        _pendingReceiveTimeout = new Cancelable(_system.Scheduler.Advanced);
        _system.Scheduler.ScheduleTellOnce(timeout, Self, Akka.Actor.ReceiveTimeout.Instance, Self, _pendingReceiveTimeout);
    }

    private void CancelReceiveTimeout()
    {
        _pendingReceiveTimeout?.Cancel(throwOnFirstException: false);
        _pendingReceiveTimeout = null;
    }
}
