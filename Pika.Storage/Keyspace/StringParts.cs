using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A walk over the stored bytes in a range of a string, part by part in order. What no part covers reads as zeros: a chunk that was
/// never written has no row, and a row may end before its chunk does.
/// </summary>
public ref struct StringParts
{
    /// <summary>Up to this many chunks are read one by one; opening an iterator costs about as much as this many reads.</summary>
    private const int PointReads = 8;

    private readonly Keyspace _keyspace;
    private readonly KeyRow _value;
    private readonly ushort _slot;
    private readonly long _from;
    private readonly long _to;
    private readonly IRowIterator? _walk;
    private readonly byte[] _rowKey = [];
    private long _chunk;
    private long _started;
    private Row _row;

    /// <summary>Stands before the first part of the bytes <c>from &lt;= offset &lt; to</c>; beyond the string's end there is none.</summary>
    public StringParts(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow value, long from, long to)
    {
        _keyspace = keyspace;
        _value = value;
        (_from, _to) = (from, Math.Min(to, StringType.Length(value)));
        if (!value.Versioned || _from >= _to)
        {
            return;
        }

        _slot = HashSlot.Of(key);
        _chunk = _from / StringType.ChunkSize;
        if (LastChunk - _chunk >= PointReads)
        {
            _walk = OpenWalk();
        }
        else
        {
            _rowKey = new byte[StringType.ChunkKeySize];
        }
    }

    /// <summary>Where the present part begins in the string.</summary>
    public long Offset { get; private set; }

    /// <summary>The present part, valid until the next move; never empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    private readonly long LastChunk => (_to - 1) / StringType.ChunkSize;

    /// <summary>Moves to the next part; false at the end, and when a read stopped: see <see cref="Keyspace.Incomplete"/>.</summary>
    public bool Next()
    {
        if (_from >= _to)
        {
            return false;
        }

        if (!_value.Versioned)
        {
            return _started++ == 0 && Cut(0, _value.Body);
        }

        return _walk is null ? NextRead() : NextInWalk(_walk);
    }

    /// <summary>Gives back what the walk holds.</summary>
    public void Dispose()
    {
        _row.Dispose();
        _row = default;
        _walk?.Dispose();
    }

    private bool NextRead()
    {
        while (_chunk <= LastChunk && !_keyspace.Incomplete)
        {
            _row.Dispose();
            _row = default;
            long chunk = _chunk++;
            StringType.WriteChunkKey(_rowKey, _keyspace.Generation.Id, _slot, _value.Version, chunk);
            if (_keyspace.TryGet(Family.Data, _rowKey, out _row) && Cut(chunk * StringType.ChunkSize, _row.Value))
            {
                return true;
            }
        }

        return false;
    }

    private bool NextInWalk(IRowIterator walk)
    {
        while (true)
        {
            if (_started++ == 0)
            {
                walk.SeekToFirst();
            }
            else
            {
                walk.Next();
            }

            if (!walk.Valid)
            {
                _keyspace.NoteIncomplete(walk);
                return false;
            }

            long chunk = BinaryPrimitives.ReadUInt32BigEndian(walk.Key[RowKeys.DataPrefix..]);
            if (Cut(chunk * StringType.ChunkSize, walk.Value))
            {
                return true;
            }
        }
    }

    private readonly IRowIterator OpenWalk()
    {
        Span<byte> lower = stackalloc byte[StringType.ChunkKeySize];
        Span<byte> upper = stackalloc byte[StringType.ChunkKeySize];
        StringType.WriteChunkKey(lower, _keyspace.Generation.Id, _slot, _value.Version, _chunk);
        StringType.WriteChunkKey(upper, _keyspace.Generation.Id, _slot, _value.Version, LastChunk + 1);
        return _keyspace.Iterate(Family.Data, lower, upper);
    }

    // Keeps of stored bytes those in the range; false if none are.
    private bool Cut(long offset, ReadOnlySpan<byte> stored)
    {
        long from = Math.Max(offset, _from);
        long to = Math.Min(offset + stored.Length, _to);
        if (from >= to)
        {
            return false;
        }

        Offset = from;
        Bytes = stored[(int)(from - offset)..(int)(to - offset)];
        return true;
    }
}
