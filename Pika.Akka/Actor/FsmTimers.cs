namespace Akka.Actor;

/// <summary>The named timers of a state machine. A timer that was replaced or cancelled is recognised by its generation, even when its message is already in the mailbox.</summary>
internal sealed class FsmTimers(IActorRef self, IScheduler scheduler)
{
    private readonly Dictionary<string, (long Generation, bool Repeats, ICancelable Task)> _timers = [];

    /// <summary>Counts the timers ever set, so that each has a number of its own.</summary>
    private long _generation;

    /// <summary>What a timer puts into the mailbox.</summary>
    internal sealed record Fired(string Name, object Message, long Generation) : INoSerializationVerificationNeeded;

    public void Set(string name, object message, TimeSpan delay, bool repeat)
    {
        Cancel(name);
        var fired = new Fired(name, message, ++_generation);
        var task = repeat
            ? scheduler.ScheduleTellRepeatedlyCancelable(delay, delay, self, fired, self)
            : scheduler.ScheduleTellOnceCancelable(delay, self, fired, self);
        _timers[name] = (fired.Generation, repeat, task);
    }

    public void Cancel(string name)
    {
        if (_timers.Remove(name, out var timer))
            timer.Task.Cancel(false);
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Task.Cancel(false);
        _timers.Clear();
    }

    public bool IsActive(string name) => _timers.ContainsKey(name);

    /// <summary>Whether the message still counts; a timer that does not repeat is over with it.</summary>
    public bool Accept(Fired fired)
    {
        if (!_timers.TryGetValue(fired.Name, out var timer) || timer.Generation != fired.Generation)
            return false;
        if (!timer.Repeats)
            _timers.Remove(fired.Name);
        return true;
    }
}
