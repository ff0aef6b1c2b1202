using System.Buffers.Binary;

namespace Pika.Storage.Store.Tiered;

/// <summary>
/// Rows one behind the other in a ring of chunks. Positions grow for ever; a chunk's place in the ring is its number modulo the ring's
/// size. Written under the table's gate, read without a lock.
/// </summary>
internal sealed class RowRing
{
    /// <summary>Bytes of a chunk; a row is never cut.</summary>
    public const int ChunkBytes = 1 << 20;

    /// <summary>One replaced chunk for this many that are in use, or <see cref="FewChunks"/>, may wait for the garbage collector.</summary>
    private const int GarbageShare = 8;
    private const int FewChunks = 16;

    private readonly byte[]?[] _chunks;
    private int _replaced;

    // Position 0 is never used.
    private long _head = ChunkBytes;
    private long _tail = ChunkBytes;
    private long _drained = ChunkBytes;

    /// <summary>An empty ring.</summary>
    public RowRing(int chunks)
    {
        _chunks = new byte[]?[chunks];
        DirtyLimit = (long)(chunks - 2) * ChunkBytes / 2;
        Epoch = new DirtyEpoch(_head, null);
    }

    /// <summary>More dirty bytes than this do not fit.</summary>
    public long DirtyLimit { get; }

    /// <summary>Where the next row comes.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>The store below has everything before this.</summary>
    public long Drained => Volatile.Read(ref _drained);

    /// <summary>The epoch that the next row belongs to.</summary>
    public DirtyEpoch Epoch { get; private set; }

    /// <summary>The bytes from a position on; false if they were overwritten.</summary>
    // The tail is looked at before and after the chunk, since a chunk is replaced only after the tail has moved past it. The bytes
    // stay valid after that: a replaced chunk is left to the garbage collector, never written again.
    public bool TryRow(long position, out ReadOnlySpan<byte> bytes)
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

    /// <summary>Room for the next row, to be filled before <see cref="Publish"/>.</summary>
    public Span<byte> Room(int size, out long position)
    {
        int offset = (int)(_head % ChunkBytes);
        if (offset + size > ChunkBytes || offset == 0)
        {
            BeginChunk(offset);
            offset = 0;
        }

        position = _head;
        return _chunks[position / ChunkBytes % _chunks.Length].AsSpan(offset, size);
    }

    /// <summary>The row in the room is there.</summary>
    public void Publish(int size) => Volatile.Write(ref _head, _head + size);

    /// <summary>Ends the present epoch: later rows belong to the next one, which is returned.</summary>
    public DirtyEpoch BeginEpoch() =>
        Epoch = new DirtyEpoch(_head, _head % ChunkBytes == 0 ? null : _chunks[_head / ChunkBytes % _chunks.Length]);

    /// <summary>The dirty rows before <paramref name="end"/>, in the order in which they were written.</summary>
    public void CollectDirty(long end, DirtyRows rows)
    {
        long position = Drained;
        while (position < end)
        {
            int rest = ChunkBytes - (int)(position % ChunkBytes);
            var chunk = _chunks[position / ChunkBytes % _chunks.Length]!;
            var bytes = chunk.AsSpan(ChunkBytes - rest);
            if (rest < RowLayout.HeaderBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes) < 0)
            {
                // The rest of the chunk was too small for the next row.
                position += rest;
                continue;
            }

            if (RowLayout.KindOf(bytes) == RowLayout.Dirty)
            {
                rows.Add(chunk, ChunkBytes - rest);
            }

            position += RowLayout.SizeOf(bytes);
        }
    }

    /// <summary>The store below has everything before <paramref name="end"/>.</summary>
    public void SetDrained(long end) => Volatile.Write(ref _drained, end);

    private void BeginChunk(int offset)
    {
        if (offset != 0)
        {
            int rest = ChunkBytes - offset;
            if (rest >= RowLayout.HeaderBytes)
            {
                BinaryPrimitives.WriteInt32LittleEndian(_chunks[_head / ChunkBytes % _chunks.Length].AsSpan(offset), -1);
            }

            // If nothing before was dirty, skipping the rest makes nothing dirty.
            bool clean = _drained == _head;
            _head += rest;
            _drained = clean ? _head : _drained;
        }

        CollectReplaced();
        var chunk = GC.AllocateUninitializedArray<byte>(ChunkBytes);
        Volatile.Write(ref _tail, Math.Max(_tail, _head - ((long)(_chunks.Length - 1) * ChunkBytes)));
        Volatile.Write(ref _chunks[_head / ChunkBytes % _chunks.Length], chunk);
        Epoch.AddChunk(_head, chunk);
    }

    // Left to itself, the collector lets chunks pile up to a multiple of the ring: it takes the size of what is alive as the measure of
    // what may be garbage. What is alive is few and large arrays without references, so that a collection takes about a millisecond.
    private void CollectReplaced()
    {
        if (_chunks[_head / ChunkBytes % _chunks.Length] is not null && ++_replaced >= Math.Max(FewChunks, _chunks.Length / GarbageShare))
        {
            _replaced = 0;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
    }
}
