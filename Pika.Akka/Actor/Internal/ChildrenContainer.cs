namespace Akka.Actor.Internal;

/// <summary>Why a cell waits for its children to end.</summary>
internal abstract record SuspendReason
{
    /// <summary>Nothing depends on it; the actor stopped some child.</summary>
    public sealed record UserRequest : SuspendReason;

    /// <summary>The actor is to be created once they are gone.</summary>
    public sealed record Creation : SuspendReason;

    /// <summary>The actor is to be made anew once they are gone.</summary>
    public sealed record Recreation(Exception Cause) : SuspendReason;

    /// <summary>The actor itself is ending.</summary>
    public sealed record Termination : SuspendReason;
}

/// <summary>The children of a cell. Reads and additions may come from other threads than the actor's, hence the lock.</summary>
internal sealed class ChildrenContainer
{
    private readonly Lock _lock = new();

    /// <summary>A null value is a name that is reserved for a child in the making.</summary>
    private readonly Dictionary<string, ChildRestartStats?> _byName = new(StringComparer.Ordinal);

    /// <summary>Children that have been told to stop.</summary>
    private readonly HashSet<IActorRef> _dying = [];

    /// <summary>Set while <see cref="_dying"/> is not empty.</summary>
    private SuspendReason? _reason;

    private bool _closed;

    /// <summary>Neither waiting for children to end nor ended.</summary>
    public bool IsNormal
    {
        get
        {
            lock (_lock)
                return !_closed && _reason is null or SuspendReason.UserRequest;
        }
    }

    public bool IsTerminating
    {
        get
        {
            lock (_lock)
                return _closed || _reason is SuspendReason.Termination;
        }
    }

    public void Reserve(string name)
    {
        lock (_lock)
        {
            if (_closed || _reason is SuspendReason.Termination)
                throw new InvalidOperationException($"Cannot create child '{name}' while terminating or terminated");
            if (!_byName.TryAdd(name, null))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
        }
    }

    public void Release(string name)
    {
        lock (_lock)
            _byName.Remove(name);
    }

    public void Add(string name, IInternalActorRef child)
    {
        lock (_lock)
            _byName[name] = new ChildRestartStats(child);
    }

    public IInternalActorRef? ByName(string name)
    {
        lock (_lock)
            return _byName.GetValueOrDefault(name)?.Child;
    }

    public ChildRestartStats? ByRef(IActorRef child)
    {
        lock (_lock)
            return _byName.GetValueOrDefault(child.Path.Name) is { } stats && stats.Child.Equals(child) ? stats : null;
    }

    public IReadOnlyList<ChildRestartStats> Snapshot()
    {
        lock (_lock)
            return _byName.Count == 0 ? [] : _byName.Values.OfType<ChildRestartStats>().ToList();
    }

    /// <summary>Notes that a child has been told to stop; others than children are ignored.</summary>
    public void ShallDie(IActorRef child)
    {
        lock (_lock)
        {
            if (_byName.GetValueOrDefault(child.Path.Name) is not { } stats || !stats.Child.Equals(child))
                return;
            _dying.Add(child);
            _reason ??= new SuspendReason.UserRequest();
        }
    }

    /// <summary>Gives the wait for dying children a meaning. False if there are none to wait for.</summary>
    public bool SetReason(SuspendReason reason)
    {
        lock (_lock)
        {
            if (_reason is null)
                return false;
            _reason = reason;
            return true;
        }
    }

    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    /// <summary>Takes a stopped child out, and says what may go on if it was the last that was waited for.</summary>
    public SuspendReason? Remove(IActorRef child)
    {
        lock (_lock)
        {
            if (_byName.GetValueOrDefault(child.Path.Name) is { } stats && stats.Child.Equals(child))
                _byName.Remove(child.Path.Name);
            _dying.Remove(child);
            if (_reason is null || _dying.Count > 0)
                return null;
            var reason = _reason;
            _reason = null;
            _closed = reason is SuspendReason.Termination;
            return reason;
        }
    }
}
