using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>Whom this actor watches, and the message it asked for instead of <see cref="Terminated"/>, if any.</summary>
    private Dictionary<IActorRef, object?>? _watching;

    /// <summary>Who watches this actor.</summary>
    private HashSet<IInternalActorRef>? _watchedBy;

    /// <summary>Watched actors that have ended, whose notice is in the mailbox; an Unwatch before it is read makes it void.</summary>
    private Dictionary<IActorRef, object?>? _terminatedQueued;

    public IActorRef Watch(IActorRef subject) => WatchFor(subject, message: null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WatchFor(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        if (!subject.Equals(Self))
        {
            if (_watching?.Remove(subject) == true)
                ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
            _terminatedQueued?.Remove(subject);
        }

        return subject;
    }

    private IActorRef WatchFor(IActorRef subject, object? message)
    {
        if (subject.Equals(Self))
            return subject;
        _watching ??= [];
        if (_watching.TryGetValue(subject, out var previous))
        {
            return Equals(previous, message)
                ? subject
                : throw new InvalidOperationException($"{Self} watches {subject} already, with another termination message; Unwatch first");
        }

        _watching[subject] = message;
        ((IInternalActorRef)subject).SendSystemMessage(new Watch((IInternalActorRef)subject, _self));
        return subject;
    }

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_terminatedQueued?.Remove(terminated.ActorRef, out var message) == true)
            ReceiveMessage(message ?? terminated);
    }

    private void WatchedActorTerminated(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        if (_watching?.Remove(actor, out var message) == true && !Children.IsTerminating)
        {
            (_terminatedQueued ??= [])[actor] = message;
            Self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated), actor);
        }

        if (Children.ByRef(actor) is not null)
            HandleChildTerminated(actor);
    }

    private void AddWatcher(IActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(Self) && !watcher.Equals(Self))
            (_watchedBy ??= []).Add(watcher);
    }

    private void RemoveWatcher(IActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(Self))
            _watchedBy?.Remove(watcher);
    }

    private void TellWatchersWeDied()
    {
        if (_watchedBy is null)
            return;
        foreach (var watcher in _watchedBy)
        {
            // The parent hears of it in any case.
            if (!watcher.Equals(Parent))
                watcher.SendSystemMessage(new DeathWatchNotification(Self, existenceConfirmed: true, addressTerminated: false));
        }

        _watchedBy = null;
    }

    private void UnwatchWatchedActors()
    {
        if (_watching is null)
            return;
        foreach (var watchee in _watching.Keys)
            ((IInternalActorRef)watchee).SendSystemMessage(new Unwatch((IInternalActorRef)watchee, _self));
        _watching = null;
        _terminatedQueued = null;
    }
}
