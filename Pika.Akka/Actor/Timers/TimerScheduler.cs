namespace Akka.Actor;

/// <summary>The timers of one incarnation.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, Timer> _timers = [];

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => Start(key, msg, interval, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, interval: null, cell.Self);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) =>
        Start(key, msg, timeout, interval: null, sender);

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer))
            timer.Cancelable.Cancel();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Cancelable.Cancel();
        _timers.Clear();
    }

    /// <summary>What the actor is to receive for a timer that has fired; null if the timer is no longer the current one under its key.</summary>
    public object? Accept(TimerMessage fired)
    {
        if (!_timers.TryGetValue(fired.Timer.Key, out var current) || !ReferenceEquals(current, fired.Timer))
            return null;
        if (!current.IsPeriodic)
            _timers.Remove(fired.Timer.Key);
        return fired.Timer.Message;
    }

    private void Start(object key, object message, TimeSpan initialDelay, TimeSpan? interval, IActorRef sender)
    {
        Cancel(key);
        var scheduler = cell.System.Scheduler;
        var timer = new Timer(key, message, interval is not null, new Cancelable(scheduler.Advanced));
        _timers[key] = timer;
        object fired = message is INotInfluenceReceiveTimeout ? new QuietTimerMessage(timer) : new TimerMessage(timer);
        if (interval is { } period)
            scheduler.ScheduleTellRepeatedly(initialDelay, period, cell.Self, fired, sender, timer.Cancelable);
        else
            scheduler.ScheduleTellOnce(initialDelay, cell.Self, fired, sender, timer.Cancelable);
    }

    internal sealed record Timer(object Key, object Message, bool IsPeriodic, ICancelable Cancelable);

    /// <summary>Brings a timer's message into the actor.</summary>
    internal class TimerMessage(Timer timer) : IAutoReceivedMessage, Event.IDeadLetterSuppression, INoSerializationVerificationNeeded
    {
        public Timer Timer { get; } = timer;

        public override string ToString() => $"Timer {Timer.Key}: {Timer.Message}";
    }

    private sealed class QuietTimerMessage(Timer timer) : TimerMessage(timer), INotInfluenceReceiveTimeout;
}
