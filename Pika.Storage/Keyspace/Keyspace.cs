using System.Runtime.InteropServices;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// One database as one command sees it. On a connection it reads the store; in a turn it also writes, and reads what the turn has
/// written. A key past its expiry is absent; in a turn, looking at it removes it. One thread at a time.
/// </summary>
public sealed class Keyspace : IDisposable
{
    /// <summary>What a command may work through on a network thread: about a millisecond.</summary>
    private const long QuickBytes = 1 << 20;

    private const string NoTurn = "a command that writes was run outside a turn";

    private readonly IStore _store;
    private readonly Turn? _turn;
    private readonly RowKeyBuffers _rowKeys = new();
    private readonly KeyAccounts? _accounts;

    /// <summary>The view of the command's own database, when this one is of another: it keeps the counts and the outcome for both.</summary>
    private readonly Keyspace? _main;
    private Keyspace? _beside;
    private PickedAhead? _pickedAhead;
    private IStoreSnapshot? _snapshot;
    private ZsetType? _zsets;
    private Generation _generation = null!;

    /// <summary>A view for reading only.</summary>
    /// <param name="missListener">Who wants to hear of keys that are not found.</param>
    public Keyspace(IStore store, ITurnListener? missListener = null) => (_store, Sightings) = (store, new KeySightings(missListener));

    /// <summary>A view of a state, which it disposes when it is turned to another or disposed. It may block on a disk.</summary>
    public Keyspace(IStore store, IStoreSnapshot state)
        : this(store) => (_snapshot, Tier) = (state, ReadTier.All);

    /// <summary>A view for reading and writing inside a turn.</summary>
    public Keyspace(Turn turn)
        : this(turn.Store) => (_turn, _accounts) = (turn, new KeyAccounts(turn, _rowKeys));

    private Keyspace(Keyspace main) =>
        (_main, _turn, _store, _accounts, Sightings) = (main, main._turn, main._store, main._accounts, main.Sightings);

    /// <summary>The number of the database that the command works on.</summary>
    public int Database { get; private set; }

    /// <summary>The filling of the database that the command works on.</summary>
    public Generation Generation => _generation;

    /// <summary>The time of the command, unix ms: what expires and what a relative expiry counts from.</summary>
    public long Now { get; private set; }

    /// <summary>Whether a look at an expired key has it removed; not on a replica, where only the master removes keys.</summary>
    public bool RemovesExpired { get; set; } = true;

    /// <summary>What the command has come upon as it looked for keys.</summary>
    public KeySightings Sightings { get; }

    /// <summary>The sorted sets of this view.</summary>
    public ZsetType Zsets => _zsets ??= new ZsetType(this);

    /// <summary>How far down reads may go.</summary>
    public ReadTier Tier { get; set; } = ReadTier.BlockCache;

    /// <summary>
    /// Whether a read stopped because it needs a disk. Whatever the command did then is void: take it back and run it again off the
    /// network thread, with <see cref="ReadTier.All"/>.
    /// </summary>
    public bool Incomplete { get; private set; }

    /// <summary>Whether the view is a turn's: nobody else writes what it reads.</summary>
    public bool InTurn => _turn is not null;

    private Keyspace Main => _main ?? this;

    private Turn Writer => _turn ?? throw new InvalidOperationException(NoTurn);

    private KeyAccounts Accounts => _accounts ?? throw new InvalidOperationException(NoTurn);

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

    /// <summary>Turns the view to a database and a time, for the next command.</summary>
    public void Open(int database, Generation generation, long now)
    {
        Database = database;
        _generation = generation;
        Now = now;
        Incomplete = false;
        Sightings.ForgetKeys();
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
        if (!TryGet(Family.Meta, _rowKeys.Meta(_generation, key), out var row))
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
        Sightings.Count(row.Exists);
        if (!row.Exists)
        {
            OnMissed(key);
        }

        return row;
    }

    /// <summary>Whether there is such a key and its time has come. Removes nothing.</summary>
    public bool HasExpired(ReadOnlySpan<byte> key)
    {
        if (!TryGet(Family.Meta, _rowKeys.Meta(_generation, key), out var row))
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

    /// <summary>Replaces whatever stands at the key by a string of one row.</summary>
    /// <returns>The room for its bytes, to be filled before the next write.</returns>
    public Span<byte> PutInlineString(ReadOnlySpan<byte> key, int length, long expireAt, in KeyRow old)
    {
        ReleaseRows(key, old);
        return PutMeta(key, ValueType.String, hasRows: false, length, expireAt, old);
    }

    /// <summary>Writes a key's meta row. The rows of the old value, if it had any, stay as they are.</summary>
    /// <returns>
    /// The room for the body, to be filled before the next write. It may be <paramref name="old"/>'s own body: see <see cref="Turn.Put"/>.
    /// </returns>
    public Span<byte> PutMeta(ReadOnlySpan<byte> key, ValueType type, bool hasRows, int bodyLength, long expireAt, in KeyRow old)
    {
        Accounts.Change(Database, _generation, key, old, exists: true, expireAt);
        int length = KeyRow.HeaderSize(expireAt != 0 ? KeyRow.HasExpiry : (byte)0) + bodyLength;
        var room = Writer.Put(Family.Meta, _rowKeys.Meta(_generation, key), length);
        return KeyRow.WriteHeader(room, type, hasRows, expireAt);
    }

    /// <summary>
    /// Writes the body of a versioned key's meta row anew and tells nobody that the key changed: for changes of which Redis's WATCH and client-side
    /// caching do not hear. The key is there, and its expiry stays.
    /// </summary>
    /// <returns>The room for the body, as that of <see cref="PutMeta"/>.</returns>
    public Span<byte> PutMetaUntold(ReadOnlySpan<byte> key, int bodyLength, in KeyRow old)
    {
        var (type, expireAt) = (old.Type, old.ExpireAt);
        int length = KeyRow.HeaderSize(expireAt != 0 ? KeyRow.HasExpiry : (byte)0) + bodyLength;
        return KeyRow.WriteHeader(Writer.Put(Family.Meta, _rowKeys.Meta(_generation, key), length), type, hasRows: true, expireAt);
    }

    /// <summary>Gives a key another expiry (0: none) and leaves its value alone.</summary>
    public void PutExpiry(ReadOnlySpan<byte> key, long expireAt, in KeyRow old) =>
        old.Body.CopyTo(PutMeta(key, old.Type, old.Versioned, old.Body.Length, expireAt, old));

    /// <summary>Removes a key. The rows of its value are queued for reclaim: this costs the same for any size.</summary>
    public void Remove(ReadOnlySpan<byte> key, in KeyRow old)
    {
        ReleaseRows(key, old);
        Detach(key, old);
    }

    /// <summary>Removes a key whose rows, if it has any, belong to another key by now.</summary>
    public void Detach(ReadOnlySpan<byte> key, in KeyRow old)
    {
        Accounts.Change(Database, _generation, key, old, exists: false, expireAt: 0);
        Writer.Delete(Family.Meta, _rowKeys.Meta(_generation, key));
    }

    /// <summary>Queues the rows of a value for reclaim; call it when the key gets another version.</summary>
    public void ReleaseRows(ReadOnlySpan<byte> key, in KeyRow old)
    {
        if (old.Exists && old.Versioned)
        {
            Accounts.Release(_generation, key, old.Version, old.Type == ValueType.String ? old.Size / StringType.ChunkSize : old.Size);
        }
    }

    /// <summary>A version for a new value with rows.</summary>
    public ulong NewVersion() => Writer.Ids.NextVersion();

    /// <summary>
    /// Writes a data row of a value and returns the room for its bytes, to be filled before the next write. It may be what a read of
    /// the same row returned: see <see cref="Turn.Put"/>.
    /// </summary>
    public Span<byte> PutRow(Family family, scoped ReadOnlySpan<byte> rowKey, int valueLength) => Writer.Put(family, rowKey, valueLength);

    /// <summary>Removes a data row of a value.</summary>
    public void DeleteRow(Family family, ReadOnlySpan<byte> rowKey) => Writer.Delete(family, rowKey);

    /// <summary>Removes the rows of a value in a range. The turn's own reads still see them: none may come.</summary>
    public void DeleteUnreadRows(Family family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) =>
        Writer.DeleteUnreadRange(family, from, to);

    /// <summary>Tells others that the key changed. Every write of a meta row does this by itself.</summary>
    public void Touch(ReadOnlySpan<byte> key) => Writer.Changes.Touch(Database, key);

    /// <summary>An event for keyspace notifications.</summary>
    /// <param name="name">Redis's name of the event, such as <c>hset</c>.</param>
    public void Notify(NotifyEvent kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) =>
        Writer.Changes.Notify(kind, Database, name, key);

    /// <summary>The slot of a key.</summary>
    internal ushort SlotOf(ReadOnlySpan<byte> key) => _rowKeys.SlotOf(_generation, key);

    /// <summary>
    /// Room for the key of a value's row, in a buffer that the next call overwrites: the data prefix, filled, and so many bytes more.
    /// </summary>
    internal Span<byte> DataKey(ushort slot, ulong version, int more) => _rowKeys.Data(_generation, slot, version, more);

    /// <summary>Whether the turn has removed a row.</summary>
    internal bool IsDeletedInTurn(Family family, ReadOnlySpan<byte> rowKey) => Writer.Deletes(family, rowKey);

    /// <summary>Changes when the turn is over, or void.</summary>
    internal long TurnNumber => Writer.Number;

    /// <summary>The elements that were chosen ahead.</summary>
    internal PickedAhead PickedAhead => (Main._pickedAhead ??= new PickedAhead()).In(Writer);

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
        else
        {
            Sightings.AddMissed(key);
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
            Sightings.CountRemoved();
            Remove(key, found);
            Notify(NotifyEvent.Expired, "expired"u8, key);
        }
        else
        {
            Sightings.AddExpired(key);
        }

        found.Dispose();
    }
}
