namespace Pika.Storage.Store.Tiered;

/// <summary>
/// Rows in memory: an append-only ring of chunks, and an index of buckets that each fit a cache line. Readers take no lock. Rows
/// that the store below lacks are dirty, and are never evicted; when the ring comes round, the oldest clean rows go.
/// </summary>
internal sealed class RowTable
{
    /// <summary>Larger rows are not kept here: one would push out thousands of others.</summary>
    public const int MaxRowBytes = RowRing.ChunkBytes / 16;

    private const int Ways = 8;

    /// <summary>Bytes of budget for each slot of the index: about half of a small row, so that buckets seldom overflow.</summary>
    private const int BytesPerSlot = 64;

    /// <summary>One part in this many of the budget is not for rows but for the index, and for replaced chunks that are not collected yet.</summary>
    private const int IndexShare = 4;
    private const int Stripes = 4096;
    private const int Families = (int)Family.System + 1;

    /// <summary>With more collections than this, what is known about ends is forgotten: to learn it again costs a walk over what was popped.</summary>
    private const int MostEdges = 4096;

    /// <summary>From this many dirty rows on a collection is kept in order, so that the first walk finds it so.</summary>
    private const int ManyRows = 1024;
    private const int TagShift = 48;
    private const long PositionMask = (1L << TagShift) - 1;

    private readonly RowRing _ring;

    /// <summary>Tag (16 bits) and position (48 bits) of a row; 0 for none.</summary>
    private readonly long[] _slots;
    private readonly uint _bucketMask;

    /// <summary>Counts the writes of each stripe of keys, so that a read from below is not put over a later write.</summary>
    private readonly int[] _versions = new int[Stripes];

    /// <summary>
    /// Positions of dirty rows whose bucket was full of dirty rows, oldest first; almost always none. Replaced as a whole, so that
    /// readers need no lock.
    /// </summary>
    private volatile long[] _spill = [];

    /// <summary>Odd while a batch is being put in: a reader that begins then waits, so that nobody sees half a batch.</summary>
    private int _sequence;

    /// <summary>The epoch that is on its way down; null while none is.</summary>
    private DirtyEpoch? _draining;

    /// <summary>The collections of the last dirty row of each family: a batch mostly writes several rows of one value.</summary>
    private readonly LastCollection[] _last = new LastCollection[Families];

    /// <summary>What is known about the ends of collections that were walked lately.</summary>
    private readonly Dictionary<CollectionPrefix, CollectionEdges> _edges = [];

    /// <summary>An empty table that takes about this many bytes.</summary>
    public RowTable(long budget)
    {
        int chunks = (int)Math.Max(4, (budget - (budget / IndexShare)) / RowRing.ChunkBytes);
        _ring = new RowRing(chunks);
        uint buckets = System.Numerics.BitOperations.RoundUpToPowerOf2(
            (uint)Math.Max(16, (long)chunks * RowRing.ChunkBytes / BytesPerSlot / Ways)
        );
        _slots = new long[buckets * Ways];
        _bucketMask = buckets - 1;
    }

    /// <summary>Held while the table, or what an epoch keeps in order, changes.</summary>
    public Lock Gate { get; } = new();

    /// <summary>More dirty bytes than this do not fit.</summary>
    public long DirtyLimit => _ring.DirtyLimit;

    /// <summary>Bytes of rows that may be dirty.</summary>
    public long DirtyBytes => _ring.Head - _ring.Drained;

    /// <summary>
    /// The store below has no rows of values with higher versions than this; those are in dirty rows altogether. The highest number as
    /// long as nothing is known.
    /// </summary>
    public ulong VersionsBelow { get; private set; } = ulong.MaxValue;

    /// <summary>Finds a row. True if the table knows the answer; <paramref name="found"/> tells whether there is such a row.</summary>
    public bool TryGet(Family family, ReadOnlySpan<byte> key, out bool found, out Row row)
    {
        WaitForBatch();
        if (SlotOf(RowHash.Of(family, key), family, key, out var bytes) < 0 && !FindSpilled(family, key, out bytes))
        {
            found = false;
            row = default;
            return false;
        }

        found = !RowLayout.IsDeleted(bytes);
        row = found ? new Row(RowLayout.ValueOf(bytes), null, 0) : default;
        return true;
    }

    /// <summary>Puts a whole batch in, as dirty rows or as clean ones. The batch has puts and deletes only, and fits.</summary>
    public void Apply(ReadOnlySpan<byte> batch, bool clean)
    {
        lock (Gate)
        {
            Volatile.Write(ref _sequence, _sequence + 1);
            var rows = new WriteBatchReader(batch);
            while (rows.Read())
            {
                ulong hash = RowHash.Of(rows.Family, rows.Key);
                _versions[Stripe(hash)]++;
                Put(hash, rows.Family, rows.Key, rows.Value, rows.Operation == WriteBatchOperation.Delete, clean);
            }

            Volatile.Write(ref _sequence, _sequence + 1);
        }
    }

    /// <summary>Forgets the rows that a batch has written below, because they are too big or too many to be kept here.</summary>
    public void Forget(ReadOnlySpan<byte> batch)
    {
        lock (Gate)
        {
            Volatile.Write(ref _sequence, _sequence + 1);
            var rows = new WriteBatchReader(batch);
            while (rows.Read())
            {
                ulong hash = RowHash.Of(rows.Family, rows.Key);
                _versions[Stripe(hash)]++;
                int slot = SlotOf(hash, rows.Family, rows.Key, out _);
                if (slot >= 0)
                {
                    Volatile.Write(ref _slots[slot], 0);
                }

                Tell(EdgesOf(rows.Family, rows.Key), rows.Key, rows.Operation == WriteBatchOperation.Delete);
            }

            Volatile.Write(ref _sequence, _sequence + 1);
        }
    }

    /// <summary>To be read before a row is read from below; see <see cref="Fill"/>.</summary>
    public int VersionOf(Family family, ReadOnlySpan<byte> key) => Volatile.Read(ref _versions[Stripe(RowHash.Of(family, key))]);

    /// <summary>Keeps a row that was read from below, unless its key may have been written since <paramref name="version"/>.</summary>
    public void Fill(Family family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int version)
    {
        if (RowLayout.SizeOf(family, key.Length, value.Length) > MaxRowBytes)
        {
            return;
        }

        ulong hash = RowHash.Of(family, key);
        lock (Gate)
        {
            if (_versions[Stripe(hash)] == version && DirtyBytes < DirtyLimit)
            {
                Put(hash, family, key, value, deleted: false, clean: true);
            }
        }
    }

    /// <summary>
    /// Begins to take down what is dirty now and returns where that ends; everything before it is whole batches. As long as that is not
    /// below, a repeated call returns the same end.
    /// </summary>
    public long BeginDrain()
    {
        lock (Gate)
        {
            if (_draining is null)
            {
                _draining = _ring.Epoch;
                _ring.BeginEpoch();
                ForgetLast();
            }

            return _ring.Epoch.Start;
        }
    }

    /// <summary>The dirty rows before <paramref name="end"/>, in the order in which they were written.</summary>
    public void CollectDirty(long end, DirtyRows rows) => _ring.CollectDirty(end, rows);

    /// <summary>The store below has everything before the end that <see cref="BeginDrain"/> returned.</summary>
    public void SetDrained(long end)
    {
        lock (Gate)
        {
            _ring.SetDrained(end);
            if (_draining is not null && VersionsBelow != ulong.MaxValue)
            {
                VersionsBelow = Math.Max(VersionsBelow, _draining.HighestVersion);
            }

            _draining = null;
            _spill = [.. _spill.Where(position => position >= end)];
        }
    }

    /// <summary>What is written straight below brings this version with it.</summary>
    public void RaiseVersionsBelow(ulong version)
    {
        lock (Gate)
        {
            VersionsBelow = Math.Max(VersionsBelow, version);
        }
    }

    /// <summary>From now on values get higher versions than this one; so nothing of those is below.</summary>
    public void SetVersionsBelow(ulong version)
    {
        lock (Gate)
        {
            VersionsBelow = Math.Max(version, Math.Max(_ring.Epoch.HighestVersion, _draining?.HighestVersion ?? 0));
        }
    }

    /// <summary>The dirty rows of a collection as they are now.</summary>
    public HotCollection Collection(in CollectionPrefix prefix)
    {
        lock (Gate)
        {
            bool isNew = IsNew(prefix);
            long at = FindHead(prefix);
            if (at == 0)
            {
                return new HotCollection(isNew, default, default);
            }

            var head = HeadAt(at);
            bool ofThisEpoch = at >= _ring.Epoch.Start;
            long last = ofThisEpoch ? CollectionHead.Last(head) : 0;
            long lastBefore = ofThisEpoch ? CollectionHead.LastBefore(head) : CollectionHead.Last(head);
            return new HotCollection(
                isNew,
                new HotPart(_ring.Epoch, last, _ring.Epoch.Ordered.GetValueOrDefault(prefix), !isNew || lastBefore != 0),
                _draining is null ? default : new HotPart(_draining, lastBefore, _draining.Ordered.GetValueOrDefault(prefix), !isNew)
            );
        }
    }

    /// <summary>
    /// Begins a walk, before the rows are captured, and returns where the collection is known to be empty and how many rows were put so far; null where
    /// all of its rows are here, in the present epoch: what is removed leaves nothing.
    /// </summary>
    public CollectionEdges? BeginWalk(in CollectionPrefix prefix, out long puts)
    {
        lock (Gate)
        {
            if (_draining is null && IsNew(prefix))
            {
                puts = 0;
                return null;
            }

            if (!_edges.TryGetValue(prefix, out var edges))
            {
                if (_edges.Count == MostEdges)
                {
                    _edges.Clear();
                }

                _edges.Add(prefix, edges = new CollectionEdges());
                ForgetLast();
            }

            puts = edges.Puts;
            return edges;
        }
    }

    /// <summary>Keeps the rows of a collection in order from here on, unless they are already.</summary>
    /// <param name="rows">The rows up to the one at <paramref name="newest"/>.</param>
    public HotRows KeepOrdered(in CollectionPrefix prefix, HotRows rows, long newest)
    {
        lock (Gate)
        {
            if (rows.Epoch.Ordered.TryGetValue(prefix, out var ordered))
            {
                return ordered;
            }

            // Others may have written since the chain was followed: only in Expire, where that is common.
            if (rows.Epoch == _ring.Epoch && FindHead(prefix) is var at and not 0)
            {
                rows.FollowChain(CollectionHead.Last(HeadAt(at)), newest);
            }
            else if (rows.Epoch == _draining && FindHead(prefix) is var before and not 0)
            {
                var head = HeadAt(before);
                rows.FollowChain(before >= _ring.Epoch.Start ? CollectionHead.LastBefore(head) : CollectionHead.Last(head), newest);
            }

            rows.Epoch.Ordered.Add(prefix, rows);
            ForgetLast();
            return rows;
        }
    }

    /// <summary>Forgets all rows, which must be clean, and all edges: rows were written and removed below.</summary>
    public void Clear()
    {
        lock (Gate)
        {
            Volatile.Write(ref _sequence, _sequence + 1);
            Array.Clear(_slots);
            _edges.Clear();
            ForgetLast();
            for (int i = 0; i < _versions.Length; i++)
            {
                _versions[i]++;
            }

            Volatile.Write(ref _sequence, _sequence + 1);
        }
    }

    // The store below has no rows of the collection.
    private bool IsNew(in CollectionPrefix prefix) => CollectionPrefix.HasVersion(prefix.Family) && prefix.Version > VersionsBelow;

    private void WaitForBatch()
    {
        if ((Volatile.Read(ref _sequence) & 1) == 0)
        {
            return;
        }

        var spin = default(SpinWait);
        while ((Volatile.Read(ref _sequence) & 1) != 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private int SlotOf(ulong hash, Family family, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> bytes)
    {
        int bucket = Bucket(hash);
        long tag = (long)(hash >> TagShift);
        for (int i = bucket; i < bucket + Ways; i++)
        {
            long slot = Volatile.Read(ref _slots[i]);
            if ((long)((ulong)slot >> TagShift) == tag && slot != 0)
            {
                if (_ring.TryRow(slot & PositionMask, out bytes) && RowLayout.Matches(bytes, family, key))
                {
                    return i;
                }
            }
        }

        bytes = default;
        return -1;
    }

    private bool FindSpilled(Family family, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> bytes)
    {
        long[] spill = _spill;
        for (int i = spill.Length - 1; i >= 0; i--)
        {
            if (_ring.TryRow(spill[i], out bytes) && RowLayout.Matches(bytes, family, key))
            {
                return true;
            }
        }

        bytes = default;
        return false;
    }

    private void Put(ulong hash, Family family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool deleted, bool clean)
    {
        if (clean || !RowLayout.IsWalked(family) || key.Length < CollectionPrefix.LengthOf(family))
        {
            if (clean)
            {
                Tell(EdgesOf(family, key), key, deleted);
            }

            Index(hash, family, key, Append(family, key, value, deleted, clean ? RowLayout.Clean : RowLayout.Dirty, 0), clean);
            return;
        }

        ref var last = ref _last[(int)family];
        OpenCollection(CollectionPrefix.Of(family, key), key, ref last);
        long position = Append(family, key, value, deleted, RowLayout.Dirty, CollectionHead.Last(HeadAt(last.Head)));
        int rows = CollectionHead.Add(_ring.Epoch.RoomAt(last.Head), position);
        Index(hash, family, key, position, clean);
        if (last.Ordered is not null)
        {
            last.Ordered.Follow(key, position, deleted);
        }
        else if (rows >= ManyRows)
        {
            last = last with { Ordered = Collection(last.Prefix).Current.Order(family, out _) };
            _ring.Epoch.Ordered.Add(last.Prefix, last.Ordered);
        }

        Tell(last.Edges, key, deleted);
    }

    private static void Tell(CollectionEdges? edges, ReadOnlySpan<byte> key, bool deleted)
    {
        if (deleted)
        {
            edges?.Deleted(key);
        }
        else
        {
            edges?.Put(key);
        }
    }

    private CollectionEdges? EdgesOf(Family family, ReadOnlySpan<byte> key) =>
        _edges.Count > 0 && RowLayout.IsWalked(family) && key.Length >= CollectionPrefix.LengthOf(family)
            ? _edges.GetValueOrDefault(CollectionPrefix.Of(family, key))
            : null;

    private void Index(ulong hash, Family family, ReadOnlySpan<byte> key, long position, bool clean)
    {
        long slot = (long)(hash >> TagShift << TagShift) | position;
        int index = SlotFor(hash, family, key);
        if (index >= 0)
        {
            Volatile.Write(ref _slots[index], slot);
        }
        else if (!clean)
        {
            _spill = [.. _spill, position];
        }
    }

    // Makes the collection the last one, with a head of the present epoch.
    private void OpenCollection(in CollectionPrefix prefix, ReadOnlySpan<byte> key, ref LastCollection last)
    {
        if (last.Head != 0 && prefix == last.Prefix)
        {
            return;
        }

        var epoch = _ring.Epoch;
        long at = FindHead(prefix);
        if (at < epoch.Start)
        {
            Span<byte> value = stackalloc byte[CollectionHead.ValueBytes];
            CollectionHead.Write(value, at == 0 ? 0 : CollectionHead.Last(HeadAt(at)));
            var family = CollectionHead.FamilyOf(prefix.Family);
            key = key[..CollectionPrefix.LengthOf(prefix.Family)];
            at = Append(family, key, value, deleted: false, RowLayout.Head, 0);
            Index(RowHash.Of(family, key), family, key, at, clean: false);
            if (CollectionPrefix.HasVersion(prefix.Family))
            {
                epoch.HighestVersion = Math.Max(epoch.HighestVersion, prefix.Version);
            }
        }

        last = new LastCollection(
            prefix,
            at,
            epoch.Ordered.Count == 0 ? null : epoch.Ordered.GetValueOrDefault(prefix),
            _edges.Count == 0 ? null : _edges.GetValueOrDefault(prefix)
        );
    }

    private void ForgetLast() => Array.Clear(_last);

    // The position of the collection's head of the present epoch, or else of the one that is on its way down; 0 for none.
    private long FindHead(in CollectionPrefix prefix)
    {
        Span<byte> key = stackalloc byte[CollectionPrefix.MaxLength];
        key = key[..prefix.Write(key)];
        var family = CollectionHead.FamilyOf(prefix.Family);
        int slot = SlotOf(RowHash.Of(family, key), family, key, out _);
        long position = slot >= 0 ? _slots[slot] & PositionMask : SpilledPosition(family, key);
        return position >= (_draining ?? _ring.Epoch).Start ? position : 0;
    }

    private long SpilledPosition(Family family, ReadOnlySpan<byte> key)
    {
        for (int i = _spill.Length - 1; i >= 0; i--)
        {
            if (_ring.TryRow(_spill[i], out var bytes) && RowLayout.Matches(bytes, family, key))
            {
                return _spill[i];
            }
        }

        return 0;
    }

    private ReadOnlySpan<byte> HeadAt(long position) => (position >= _ring.Epoch.Start ? _ring.Epoch : _draining!).RowAt(position);

    // The slot that has the key, or a free one, or the one whose clean row is oldest; -1 when all rows of the bucket are dirty. Rows are looked at, which costs a miss of
    // the processor's cache each, only where positions do not say enough.
    private int SlotFor(ulong hash, Family family, ReadOnlySpan<byte> key)
    {
        int bucket = Bucket(hash);
        long tag = (long)(hash >> TagShift);
        int victim = -1;
        long oldest = _ring.Drained;
        for (int i = bucket; i < bucket + Ways; i++)
        {
            long slot = _slots[i];
            long position = slot & PositionMask;
            if ((long)((ulong)slot >> TagShift) == tag && _ring.TryRow(position, out var bytes) && RowLayout.Matches(bytes, family, key))
            {
                return i;
            }

            if (position < oldest)
            {
                (victim, oldest) = (i, position);
            }
        }

        return victim >= 0 ? victim : OldestClean(bucket);
    }

    // All rows of the bucket were written after the last drain.
    private int OldestClean(int bucket)
    {
        int victim = -1;
        long oldest = long.MaxValue;
        for (int i = bucket; i < bucket + Ways; i++)
        {
            long position = _slots[i] & PositionMask;
            if (position < oldest && _ring.TryRow(position, out var bytes) && RowLayout.KindOf(bytes) == RowLayout.Clean)
            {
                (victim, oldest) = (i, position);
            }
        }

        return victim;
    }

    private long Append(Family family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool deleted, byte kind, long link)
    {
        int size = RowLayout.SizeOf(family, key.Length, value.Length);
        var room = _ring.Room(size, out long position);
        RowLayout.Write(room, family, key, value, deleted, kind, link);
        _ring.Publish(size);
        return position;
    }

    private int Bucket(ulong hash) => (int)((uint)hash & _bucketMask) * Ways;

    private static int Stripe(ulong hash) => (int)(hash >> 20) & (Stripes - 1);

    /// <summary>A collection and its head of the present epoch (0: none), with what is kept of it.</summary>
    private readonly record struct LastCollection(CollectionPrefix Prefix, long Head, HotRows? Ordered, CollectionEdges? Edges);
}
