namespace Pika.Storage.Keyspace;

/// <summary>
/// What commands have come upon as they looked for keys: how many were found and how many not, and which had expired or were missing, for those who do
/// something about it.
/// </summary>
public sealed class KeySightings
{
    /// <summary>
    /// The keys of each kind that one command can report. Expired ones that are more wait for active expiry, or for the next command that meets
    /// them.
    /// </summary>
    private const int MostKeys = 1000;

    private readonly ITurnListener? _missListener;

    private List<byte[]>? _expired;
    private List<byte[]>? _missed;
    private int _hits;
    private int _misses;
    private int _removed;

    internal KeySightings(ITurnListener? missListener) => _missListener = missListener;

    /// <summary>Whether there are keys that have expired and could not be removed, because the command only reads.</summary>
    public bool HasExpired => _expired is not null;

    /// <summary>Whether there is anything for <see cref="TellMissed"/>.</summary>
    public bool HasMissed => _missed is not null;

    /// <summary>Counts a key that was looked for.</summary>
    public void Count(bool found)
    {
        if (found)
        {
            _hits++;
        }
        else
        {
            _misses++;
        }
    }

    /// <summary>Counts a key that was removed because it had expired.</summary>
    internal void CountRemoved() => _removed++;

    /// <summary>The keys found, not found, and removed because they had expired: who takes a command back sets them to what they were before it.</summary>
    public (int Hits, int Misses, int Expired) Counts
    {
        get => (_hits, _misses, _removed);
        set => (_hits, _misses, _removed) = value;
    }

    /// <summary>The counts since the last call.</summary>
    public (int Hits, int Misses, int Expired) TakeCounts()
    {
        var counts = Counts;
        Counts = default;
        return counts;
    }

    /// <summary>Remembers a key that has expired.</summary>
    internal void AddExpired(ReadOnlySpan<byte> key) => Add(ref _expired, key);

    /// <summary>Remembers a key that was not found, if somebody wants to hear of it.</summary>
    internal void AddMissed(ReadOnlySpan<byte> key)
    {
        if (_missListener?.Wants(NotifyEvent.KeyMiss) == true)
        {
            Add(ref _missed, key);
        }
    }

    /// <summary>The keys that have expired, which are forgotten.</summary>
    public IReadOnlyList<byte[]> TakeExpired() => Take(ref _expired);

    /// <summary>Tells the listener which keys were not found, once the answer stands, and forgets them.</summary>
    public void TellMissed(int database)
    {
        foreach (byte[] key in Take(ref _missed))
        {
            _missListener!.Notified(NotifyEvent.KeyMiss, database, "keymiss"u8, key);
        }
    }

    /// <summary>Forgets all keys; the counts stay.</summary>
    internal void ForgetKeys() => (_expired, _missed) = (null, null);

    private static void Add(ref List<byte[]>? keys, ReadOnlySpan<byte> key)
    {
        if ((keys ??= []).Count < MostKeys)
        {
            keys.Add(key.ToArray());
        }
    }

    private static IReadOnlyList<byte[]> Take(ref List<byte[]>? keys)
    {
        var taken = keys;
        keys = null;
        return taken ?? [];
    }
}
