using Akka.Event;

namespace Akka.Actor;

/// <summary>The actor behind an inbox: keeps what it receives.</summary>
internal sealed class InboxActor(InboxMessages messages) : ActorBase
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>From the inbox: watch this.</summary>
    public sealed record Watching(IActorRef Subject, object? Message) : INoSerializationVerificationNeeded;

    /// <summary>From the inbox: watch this no longer.</summary>
    public sealed record Unwatching(IActorRef Subject) : INoSerializationVerificationNeeded;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Watching { Message: { } notice } watching:
                Context.WatchWith(watching.Subject, notice);
                break;
            case Watching watching:
                Context.Watch(watching.Subject);
                break;
            case Unwatching unwatching:
                Context.Unwatch(unwatching.Subject);
                break;
            default:
                if (!messages.TryAdd(message))
                    _log.Warning("Dropping message: either dead inbox or message queue is full: {0}", message.GetType());
                break;
        }
        return true;
    }
}

/// <summary>Messages between the actor and the threads that wait for them.</summary>
internal sealed class InboxMessages(int bound)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<object> _messages = [];

    /// <summary>Replaced at each new message, so that all who wait look again.</summary>
    private TaskCompletionSource _changed = NewSignal();

    public bool TryAdd(object message)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (_messages.Count >= bound)
                return false;
            _messages.AddLast(message);
            changed = _changed;
            _changed = NewSignal();
        }
        changed.SetResult();
        return true;
    }

    public object? Take(Predicate<object> wanted, TimeSpan timeout)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryTake(wanted, out var message, out var changed))
                return message;
            var left = timeout - TimeProvider.System.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !((IAsyncResult)changed).AsyncWaitHandle.WaitOne(left))
                return null;
        }
    }

    public async Task<object?> TakeAsync(Predicate<object> wanted, TimeSpan timeout)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryTake(wanted, out var message, out var changed))
                return message;
            var left = timeout - TimeProvider.System.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || await Task.WhenAny(changed, Task.Delay(left)).ConfigureAwait(false) != changed)
                return null;
        }
    }

    private bool TryTake(Predicate<object> wanted, out object? message, out Task changed)
    {
        lock (_gate)
        {
            changed = _changed.Task;
            for (var node = _messages.First; node is not null; node = node.Next)
            {
                if (!wanted(node.Value))
                    continue;
                _messages.Remove(node);
                message = node.Value;
                return true;
            }
        }
        message = null;
        return false;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
