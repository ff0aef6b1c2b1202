using System.Runtime.InteropServices;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// One database as one command sees it. On a connection it reads the store; in a turn it also writes, and reads what the turn has
/// written. A key past its expiry is absent; in a turn, looking at it removes it. One thread at a time.
/// </summary>
public sealed partial class Keyspace : IDisposable
{
    /// <summary>What a command may work through on a network thread: about a millisecond.</summary>
    private const long QuickBytes = 1 << 20;

    /// <summary>
    /// The expired keys that one command can report. More of them wait for active expiry, or for the next command that meets them.
    /// </summary>
    private const int MostExpired = 1000;

    private readonly IStore _store;
    private readonly Turn? _turn;

    /// <summary>The view of the command's own database, when this one is of another: it keeps the counts and the outcome for both.</summary>
    private readonly Keyspace? _main;
    private Keyspace? _beside;
    private List<byte[]>? _seenExpired;

    /// <summary>Keys that the command has not found, for those who want to hear of it; in a turn they are changes of the turn.</summary>
    private List<byte[]>? _missed;
    private IStoreSnapshot? _snapshot;
    private ZsetType? _zsets;
    private Generation _generation = null!;
    private int _hits;
    private int _misses;
    private int _expired;

    /// <summary>A view for reading only.</summary>
    public Keyspace(IStore store) => _store = store;

    /// <summary>A view for reading and writing inside a turn.</summary>
    public Keyspace(Turn turn) => (_turn, _store) = (turn, turn.Store);

    private Keyspace(Keyspace main) => (_main, _turn, _store) = (main, main._turn, main._store);

    /// <summary>The number of the database that the command works on.</summary>
    public int Database { get; private set; }

    /// <summary>The filling of the database that the command works on.</summary>
    public Generation Generation => _generation;

    /// <summary>The time of the command, unix ms: what expires and what a relative expiry counts from.</summary>
    public long Now { get; private set; }

    /// <summary>Whether a look at an expired key has it removed; not on a replica, where only the master removes keys.</summary>
    public bool RemovesExpired { get; set; } = true;

    /// <summary>Who wants to hear of keys that are not found; only on a connection.</summary>
    public ITurnListener? MissListener { get; init; }

    /// <summary>Whether there is anything for <see cref="TellMissed"/>.</summary>
    public bool HasMissed => _missed is not null;

    /// <summary>The sorted sets of this view.</summary>
    public ZsetType Zsets => _zsets ??= new ZsetType(this);

    /// <summary>How far down reads may go.</summary>
    public ReadTier Tier { get; set; } = ReadTier.BlockCache;

    /// <summary>
    /// Whether a read stopped because it needs a disk. Whatever the command did then is void: take it back and run it again off the
    /// network thread, with <see cref="ReadTier.All"/>.
    /// </summary>
    public bool Incomplete { get; private set; }

    /// <summary>Whether the command found a key that has expired and could not remove it, because it only reads.</summary>
    public bool SawExpired => _seenExpired is not null;

    /// <summary>Whether the view is a turn's: nobody else writes what it reads.</summary>
    public bool InTurn => _turn is not null;

    private Keyspace Main => _main ?? this;

    /// <summary>
    /// Asks to work through many bytes. False where that would hold up other clients: the command is <see cref="Incomplete"/> then, returns, and is
    /// run again elsewhere.
    /// </summary>
    public bool MayProcess(long bytes)
    {
        if (Tier == ReadTier.BlockCache && bytes > QuickBytes)
        {
            Stop();
        }

        return !Incomplete;
    }

    /// <summary>The keys found, not found, and removed because they had expired, since the last call.</summary>
    public (int Hits, int Misses, int Expired) TakeCounts()
    {
        var counts = (_hits, _misses, _expired);
        (_hits, _misses, _expired) = (0, 0, 0);
        return counts;
    }

    /// <summary>Turns the view to a database and a time, for the next command.</summary>
    public void Open(int database, Generation generation, long now)
    {
        Database = database;
        _generation = generation;
        Now = now;
        Incomplete = false;
        _seenExpired = null;
        _missed = null;
        ReleaseSnapshot();
    }

    /// <summary>Turns the view to another database in the midst of a command; a pinned state stays pinned.</summary>
    public void Select(int database, Generation generation) => (Database, _generation) = (database, generation);

    /// <summary>A view of another database for the same command of a turn: its reads and writes are the command's. Valid until the next call.</summary>
    public Keyspace Beside(int database, Generation generation)
    {
        _beside ??= new Keyspace(this);
        _beside.Tier = Tier;
        _beside.Open(database, generation, Now);
        return _beside;
    }

    /// <summary>The expired keys that the command found and could not remove; the view forgets them. Empty in a turn.</summary>
    public IReadOnlyList<byte[]> TakeExpired()
    {
        var keys = _seenExpired;
        _seenExpired = null;
        return keys ?? [];
    }

    /// <summary>From here on the command reads one state of the store, whatever others write. In a turn nobody else writes.</summary>
    /// <returns>True if the state was not pinned before, so that what has been read so far must be read again.</returns>
    public bool PinSnapshot()
    {
        if (_turn is not null || _snapshot is not null)
        {
            return false;
        }

        _snapshot = _store.Snapshot(Tier);
        Incomplete |= _snapshot is null;
        return _snapshot is not null;
    }

    /// <summary>Finds a live key. Dispose the row. Does not count as a hit or a miss: see <see cref="Lookup"/>.</summary>
    public KeyRow Find(ReadOnlySpan<byte> key)
    {
        if (!TryGet(Family.Meta, MetaKey(key), out var row))
        {
            return default;
        }

        var found = new KeyRow(row);
        if (found.ExpireAt == 0 || found.ExpireAt > Now)
        {
            return found;
        }

        OnExpired(key, found);
        return default;
    }

    /// <summary>Finds a live key for a command that reads it: counts a hit or a miss.</summary>
    public KeyRow Lookup(ReadOnlySpan<byte> key)
    {
        var row = Find(key);
        CountLookup(row.Exists);
        if (!row.Exists)
        {
            OnMissed(key);
        }

        return row;
    }

    /// <summary>Tells the listener which keys were not found, once the answer stands.</summary>
    public void TellMissed()
    {
        foreach (byte[] key in _missed ?? [])
        {
            MissListener!.Notified(NotifyEvent.KeyMiss, Database, "keymiss"u8, key);
        }

        _missed = null;
    }

    /// <summary>Counts a hit or a miss of a read that was no <see cref="Lookup"/>.</summary>
    public void CountLookup(bool found)
    {
        if (found)
        {
            Main._hits++;
        }
        else
        {
            Main._misses++;
        }
    }

    /// <summary>Whether there is such a key and its time has come. Removes nothing.</summary>
    public bool HasExpired(ReadOnlySpan<byte> key)
    {
        if (!TryGet(Family.Meta, MetaKey(key), out var row))
        {
            return false;
        }

        using var found = new KeyRow(row);
        return found.ExpireAt != 0 && found.ExpireAt <= Now;
    }

    /// <summary>Reads a row of any family; its key begins with the generation. Sets <see cref="Incomplete"/> when the tier stops it.</summary>
    public bool TryGet(Family family, scoped ReadOnlySpan<byte> rowKey, out Row row)
    {
        // The row never refers to the key, which may stand on the stack; the stores' signatures cannot say so.
        var key = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(rowKey), rowKey.Length);
        var status = _turn is null ? _store.Get(family, key, Tier, _snapshot, out row) : _turn.Get(family, key, Tier, out row);
        if (status == ReadStatus.Incomplete)
        {
            Stop();
        }

        return status == ReadStatus.Found;
    }

    /// <summary>Walks over rows of any family; check <see cref="NoteIncomplete"/> at the end.</summary>
    public IRowIterator Iterate(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) =>
        _turn is null ? _store.Iterate(family, lower, upper, Tier, _snapshot) : _turn.Iterate(family, lower, upper, Tier);

    /// <summary>Carries a walk's early end over to <see cref="Incomplete"/>.</summary>
    public void NoteIncomplete(IRowIterator walk)
    {
        if (walk.Incomplete)
        {
            Stop();
        }
    }

    /// <summary>The number of keys, the turn's own changes included.</summary>
    public long KeyCount => _generation.Keys + (_turn?.Counted(_generation).Keys ?? 0);

    /// <summary>Lets go of the pinned state.</summary>
    public void ReleaseSnapshot()
    {
        _snapshot?.Dispose();
        _snapshot = null;
    }

    /// <inheritdoc/>
    public void Dispose() => ReleaseSnapshot();

    private void Stop() => (Incomplete, Main.Incomplete) = (true, true);

    private void OnMissed(ReadOnlySpan<byte> key)
    {
        if (_turn is not null)
        {
            Notify(NotifyEvent.KeyMiss, "keymiss"u8, key);
        }
        else if (MissListener?.Wants(NotifyEvent.KeyMiss) == true && (_missed ??= []).Count < MostExpired)
        {
            _missed.Add(key.ToArray());
        }
    }

    private void OnExpired(ReadOnlySpan<byte> key, KeyRow found)
    {
        if (!Main.RemovesExpired)
        {
            found.Dispose();
            return;
        }

        if (_turn is not null)
        {
            Main._expired++;
            Remove(key, found);
            Notify(NotifyEvent.Expired, "expired"u8, key);
        }
        else if ((_seenExpired ??= []).Count < MostExpired)
        {
            _seenExpired.Add(key.ToArray());
        }

        found.Dispose();
    }
}
