namespace Pika.Actors.Clients;

/// <summary>
/// Who watches which key. WATCH, the commands that touch keys, and EXEC all run in turns of the shard that owns the key; watches begin and changes are told when the
/// turn is committed, in the order of its commands, which is the order of the log. The lock is for turns of different shards.
/// </summary>
public sealed class WatchTable
{
    private readonly Dictionary<WatchedKey, List<WatchSet>> _watchers = new(WatchedKey.Comparer);
    private readonly Lock _gate = new();
    private volatile bool _any;

    /// <summary>Whether any key is watched: the usual answer is no, and costs a read.</summary>
    public bool Any => _any;

    /// <summary>Adds a key to a client's watches.</summary>
    /// <param name="expired">The key was there and past its expiry: its removal is not a change.</param>
    internal void Watch(WatchSet set, WatchedKey watched, bool expired)
    {
        lock (_gate)
        {
            // The turn that begins the watch may end after whoever wanted it has given up.
            if (set.Dropped || !set.Keys.TryAdd(watched, expired))
            {
                return;
            }

            if (!_watchers.TryGetValue(watched, out var sets))
            {
                _watchers[watched] = sets = [];
            }

            sets.Add(set);
            _any = true;
        }
    }

    /// <summary>The key was changed, created or removed: EXEC of those who watch it answers null.</summary>
    public void Touched(int database, ReadOnlySpan<byte> key)
    {
        if (!_any)
        {
            return;
        }

        lock (_gate)
        {
            if (_watchers.TryGetValue(new WatchedKey(database, key.ToArray()), out var sets))
            {
                sets.ForEach(static set => set.Dirty = true);
            }
        }
    }

    /// <summary>The watched keys of a database, for commands that change all of it.</summary>
    public IReadOnlyList<byte[]> KeysOf(int database)
    {
        lock (_gate)
        {
            return [.. _watchers.Keys.Where(key => key.Database == database).Select(key => key.Key)];
        }
    }

    internal void Remove(WatchSet set)
    {
        lock (_gate)
        {
            set.Dropped = true;
            foreach (var key in set.Keys.Keys)
            {
                if (_watchers.TryGetValue(key, out var sets) && sets.Remove(set) && sets.Count == 0)
                {
                    _watchers.Remove(key);
                }
            }

            _any = _watchers.Count > 0;
        }
    }
}

/// <summary>The keys that one client watches, from its first WATCH to EXEC, DISCARD, UNWATCH or its end.</summary>
public sealed class WatchSet
{
    private readonly WatchTable _table;
    private volatile bool _dirty;

    /// <summary>An empty set.</summary>
    public WatchSet(WatchTable table) => _table = table;

    /// <summary>One of the keys was changed: EXEC answers null.</summary>
    public bool Dirty
    {
        get => _dirty;
        set => _dirty = value;
    }

    /// <summary>The watched keys; the value tells whether the key had expired when it was watched.</summary>
    internal Dictionary<WatchedKey, bool> Keys { get; } = new(WatchedKey.Comparer);

    /// <summary>The watch is over, and begins no more. Under the table's lock.</summary>
    internal bool Dropped { get; set; }

    /// <summary>Ends the watch for good.</summary>
    public void Drop() => _table.Remove(this);
}

/// <summary>A key of a database.</summary>
internal readonly record struct WatchedKey(int Database, byte[] Key)
{
    /// <summary>Compares the bytes of the keys.</summary>
    public static IEqualityComparer<WatchedKey> Comparer { get; } = new ByBytes();

    private sealed class ByBytes : IEqualityComparer<WatchedKey>
    {
        public bool Equals(WatchedKey x, WatchedKey y) => x.Database == y.Database && x.Key.AsSpan().SequenceEqual(y.Key);

        public int GetHashCode(WatchedKey watched)
        {
            var hash = default(HashCode);
            hash.Add(watched.Database);
            hash.AddBytes(watched.Key);
            return hash.ToHashCode();
        }
    }
}
