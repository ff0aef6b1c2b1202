using System.Buffers.Binary;

namespace Pika.Storage.Store.Tiered;

/// <summary>
/// Rows in memory: an append-only ring of chunks, and an index of buckets that each fit a cache line. Readers take no lock. Rows
/// that the store below lacks are dirty, and are never evicted; when the ring comes round, the oldest clean rows go.
/// </summary>
internal sealed class RowTable
{
    /// <summary>Larger rows are not kept here: one would push out thousands of others.</summary>
    public const int MaxRowBytes = ChunkBytes / 16;

    private const int ChunkBytes = 1 << 20;

    /// <summary>Bytes in front of a row's key: key length (4), value length (4, negative for a deletion), family, clean, 2 unused.</summary>
    internal const int HeaderBytes = 12;
    private const int Ways = 8;

    /// <summary>Bytes of budget for each slot of the index: about half of a small row, so that buckets seldom overflow.</summary>
    private const int BytesPerSlot = 64;
    private const int Stripes = 4096;
    private const int TagShift = 48;
    private const long PositionMask = (1L << TagShift) - 1;
    private const int DeletedLength = -1;

    private readonly byte[]?[] _chunks;

    /// <summary>Tag (16 bits) and position (48 bits) of a row; 0 for none.</summary>
    private readonly long[] _slots;
    private readonly uint _bucketMask;

    /// <summary>Counts the writes of each stripe of keys, so that a read from below is not put over a later write.</summary>
    private readonly int[] _versions = new int[Stripes];
    private readonly Lock _gate = new();

    /// <summary>
    /// Positions of dirty rows whose bucket was full of dirty rows, oldest first; almost always none. Replaced as a whole, so that
    /// readers need no lock.
    /// </summary>
    private volatile long[] _spill = [];

    // Positions grow for ever; a chunk's place in the ring is its number modulo the ring's size. Position 0 is never used.
    private long _head = ChunkBytes;
    private long _tail = ChunkBytes;
    private long _drained = ChunkBytes;

    /// <summary>Odd while a batch is being put in: a reader that begins then waits, so that nobody sees half a batch.</summary>
    private int _sequence;

    /// <summary>An empty table that takes about this many bytes.</summary>
    public RowTable(long budget)
    {
        int chunks = (int)Math.Max(4, budget / ChunkBytes);
        _chunks = new byte[]?[chunks];
        uint buckets = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, (long)chunks * ChunkBytes / BytesPerSlot / Ways));
        _slots = new long[buckets * Ways];
        _bucketMask = buckets - 1;
        DirtyLimit = (long)(chunks - 2) * ChunkBytes / 2;
    }

    /// <summary>More dirty bytes than this do not fit.</summary>
    public long DirtyLimit { get; }

    /// <summary>Bytes of rows that may be dirty.</summary>
    public long DirtyBytes => Volatile.Read(ref _head) - Volatile.Read(ref _drained);

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

        int valueLength = ValueLength(bytes);
        found = valueLength != DeletedLength;
        row = found ? new Row(bytes.Slice(HeaderBytes + key.Length, valueLength), null, 0) : default;
        return true;
    }

    /// <summary>Puts a whole batch in, as dirty rows or as clean ones. The batch has puts and deletes only, and fits.</summary>
    public void Apply(ReadOnlySpan<byte> batch, bool clean)
    {
        lock (_gate)
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
        lock (_gate)
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
            }

            Volatile.Write(ref _sequence, _sequence + 1);
        }
    }

    /// <summary>To be read before a row is read from below; see <see cref="Fill"/>.</summary>
    public int VersionOf(Family family, ReadOnlySpan<byte> key) => Volatile.Read(ref _versions[Stripe(RowHash.Of(family, key))]);

    /// <summary>Keeps a row that was read from below, unless its key may have been written since <paramref name="version"/>.</summary>
    public void Fill(Family family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int version)
    {
        if (HeaderBytes + key.Length + value.Length > MaxRowBytes)
        {
            return;
        }

        ulong hash = RowHash.Of(family, key);
        lock (_gate)
        {
            if (_versions[Stripe(hash)] == version && DirtyBytes < DirtyLimit)
            {
                Put(hash, family, key, value, deleted: false, clean: true);
            }
        }
    }

    /// <summary>The end of what has been put in; everything before it is whole batches.</summary>
    public long End()
    {
        lock (_gate)
        {
            return _head;
        }
    }

    /// <summary>The dirty rows before <paramref name="end"/>, in the order in which they were written.</summary>
    public void CollectDirty(long end, DirtyRows rows)
    {
        long position = Volatile.Read(ref _drained);
        while (position < end)
        {
            int rest = ChunkBytes - (int)(position % ChunkBytes);
            var chunk = _chunks[position / ChunkBytes % _chunks.Length]!;
            var bytes = chunk.AsSpan(ChunkBytes - rest);
            if (rest < HeaderBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes) < 0)
            {
                // The rest of the chunk was too small for the next row.
                position += rest;
                continue;
            }

            int size = RowBytes(bytes);
            if (bytes[9] == 0)
            {
                rows.Add(chunk, ChunkBytes - rest, size);
            }

            position += size;
        }
    }

    /// <summary>The store below has everything before <paramref name="end"/>.</summary>
    public void SetDrained(long end)
    {
        lock (_gate)
        {
            Volatile.Write(ref _drained, end);
            _spill = [];
        }
    }

    /// <summary>Forgets all rows, which must be clean: some were removed below.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Volatile.Write(ref _sequence, _sequence + 1);
            Array.Clear(_slots);
            for (int i = 0; i < _versions.Length; i++)
            {
                _versions[i]++;
            }

            Volatile.Write(ref _sequence, _sequence + 1);
        }
    }

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
                if (TryRow(slot & PositionMask, out bytes) && Matches(bytes, family, key))
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
            if (TryRow(spill[i], out bytes) && Matches(bytes, family, key))
            {
                return true;
            }
        }

        bytes = default;
        return false;
    }

    // The tail is looked at before and after the chunk, since a chunk is replaced only after the tail has moved past it. The bytes
    // stay valid after that: a replaced chunk is left to the garbage collector, never written again.
    private bool TryRow(long position, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (position < Volatile.Read(ref _tail))
        {
            return false;
        }

        var chunk = Volatile.Read(ref _chunks[position / ChunkBytes % _chunks.Length]);
        if (chunk is null || position < Volatile.Read(ref _tail))
        {
            return false;
        }

        bytes = chunk.AsSpan((int)(position % ChunkBytes));
        return true;
    }

    private void Put(ulong hash, Family family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool deleted, bool clean)
    {
        long position = Append(family, key, value, deleted, clean);
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

    // The slot that has the key, or a free one, or the one whose clean row is oldest; -1 when all rows of the bucket are dirty.
    private int SlotFor(ulong hash, Family family, ReadOnlySpan<byte> key)
    {
        int bucket = Bucket(hash);
        long tag = (long)(hash >> TagShift);
        int victim = -1;
        long oldest = long.MaxValue;
        for (int i = bucket; i < bucket + Ways; i++)
        {
            long position = _slots[i] & PositionMask;
            bool live = TryRow(position, out var bytes);
            if (live && (long)((ulong)_slots[i] >> TagShift) == tag && Matches(bytes, family, key))
            {
                return i;
            }

            long age = live ? position : 0;
            if (age < oldest && (age < _drained || bytes[9] != 0))
            {
                (victim, oldest) = (i, age);
            }
        }

        return victim;
    }

    private long Append(Family family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool deleted, bool clean)
    {
        int size = HeaderBytes + key.Length + value.Length;
        int offset = (int)(_head % ChunkBytes);
        if (offset + size > ChunkBytes || offset == 0)
        {
            BeginChunk(offset);
            offset = 0;
        }

        long position = _head;
        var bytes = _chunks[position / ChunkBytes % _chunks.Length].AsSpan(offset, size);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], deleted ? DeletedLength : value.Length);
        bytes[8] = (byte)family;
        bytes[9] = clean ? (byte)1 : (byte)0;
        key.CopyTo(bytes[HeaderBytes..]);
        value.CopyTo(bytes[(HeaderBytes + key.Length)..]);
        Volatile.Write(ref _head, position + size);
        return position;
    }

    private void BeginChunk(int offset)
    {
        if (offset != 0)
        {
            int rest = ChunkBytes - offset;
            if (rest >= HeaderBytes)
            {
                BinaryPrimitives.WriteInt32LittleEndian(_chunks[_head / ChunkBytes % _chunks.Length].AsSpan(offset), -1);
            }

            // If nothing before was dirty, skipping the rest makes nothing dirty.
            bool clean = _drained == _head;
            _head += rest;
            _drained = clean ? _head : _drained;
        }

        Volatile.Write(ref _tail, Math.Max(_tail, _head - ((long)(_chunks.Length - 1) * ChunkBytes)));
        Volatile.Write(ref _chunks[_head / ChunkBytes % _chunks.Length], GC.AllocateUninitializedArray<byte>(ChunkBytes));
    }

    private int Bucket(ulong hash) => (int)((uint)hash & _bucketMask) * Ways;

    private static int Stripe(ulong hash) => (int)(hash >> 20) & (Stripes - 1);

    private static int ValueLength(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);

    private static int RowBytes(ReadOnlySpan<byte> bytes) =>
        HeaderBytes + BinaryPrimitives.ReadInt32LittleEndian(bytes) + Math.Max(0, ValueLength(bytes));

    private static bool Matches(ReadOnlySpan<byte> bytes, Family family, ReadOnlySpan<byte> key) =>
        bytes[8] == (byte)family
        && BinaryPrimitives.ReadInt32LittleEndian(bytes) == key.Length
        && bytes.Slice(HeaderBytes, key.Length).SequenceEqual(key);
}
