namespace Pika.Actors.Equality;

/// <summary>
/// The states that comparisons with other nodes have ordered: a few, each for as long as somebody asks for it. A kept state keeps removed rows on the disk. Any
/// thread.
/// </summary>
public sealed class KeptStates(TimeProvider time) : IDisposable
{
    /// <summary>The most at a time: two comparisons, each with an order that it has just given up.</summary>
    public const int Most = 4;

    /// <summary>How long a state is kept after it was last asked for.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, (KeptState State, DateTimeOffset Until)> _states = [];
    private long _lastId;
    private bool _closed;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _states.Count;
            }
        }
    }

    /// <summary>A new order; null: there are too many.</summary>
    /// <param name="index">The record that the state is to be right behind; null: the last one.</param>
    public KeptState? Add(ulong? index)
    {
        DropOverdue();
        lock (_lock)
        {
            if (_closed || _states.Count == Most)
            {
                return null;
            }

            var state = new KeptState(++_lastId, index);
            _states.Add(state.Id, (state, time.GetUtcNow() + Lease));
            return state;
        }
    }

    /// <summary>Finds a state and renews its lease; null: there is none, or none any more.</summary>
    public KeptState? Find(long id)
    {
        DropOverdue();
        lock (_lock)
        {
            if (!_states.TryGetValue(id, out var found))
            {
                return null;
            }

            _states[id] = (found.State, time.GetUtcNow() + Lease);
            return found.State;
        }
    }

    /// <summary>Gives a state back; one that is not there is given back already.</summary>
    public void Drop(long id)
    {
        lock (_lock)
        {
            if (_states.Remove(id, out var found))
            {
                found.State.Drop();
            }
        }
    }

    /// <summary>Gives back what nobody has asked for during its lease.</summary>
    public void DropOverdue()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var (id, (state, until)) in _states)
            {
                if (until <= now)
                {
                    _states.Remove(id);
                    state.Drop();
                }
            }
        }
    }

    /// <summary>Gives all back; the store is about to be closed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var (state, _) in _states.Values)
            {
                state.Drop();
            }

            _states.Clear();
        }
    }
}
