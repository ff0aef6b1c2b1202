using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pika.Storage.Store;

/// <summary>
/// Encodes rows to write in RocksDB's write-batch representation (<see cref="WriteBatchFormat"/>), behind a prefix that the log fills
/// with its record header: what is appended to the log and what is handed to the store are the same bytes. Reusable after
/// <see cref="Clear"/>; not safe for several threads. Spans and memory that it returned are invalid after the next change.
/// </summary>
public sealed class WriteBatch
{
    /// <summary>A buffer that has grown beyond this is given up at <see cref="Clear"/>: one huge command must not keep its memory.</summary>
    public const int RetainedBytes = 1 << 20;

    private const int InitialBytes = 4096;

    private readonly int _prefix;
    private byte[] _buffer;
    private int _length;
    private int _count;

    /// <summary>An empty batch.</summary>
    /// <param name="reservedPrefix">Bytes kept free in front, see <see cref="Prefix"/>.</param>
    public WriteBatch(int reservedPrefix)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reservedPrefix);
        _prefix = reservedPrefix;
        _buffer = new byte[Math.Max(InitialBytes, reservedPrefix + WriteBatchFormat.HeaderSize)];
        Reset();
    }

    /// <summary>A batch of many sorted rows, for stores that take them no other way.</summary>
    /// <exception cref="StoreException">The batch would exceed 2 GB.</exception>
    public static WriteBatch Of(ISortedRows rows)
    {
        var batch = new WriteBatch(0);
        while (rows.Read())
        {
            if (rows.Deleted)
            {
                batch.Delete(rows.Family, rows.Key);
            }
            else
            {
                batch.Put(rows.Family, rows.Key, rows.Value);
            }
        }

        return batch;
    }

    /// <summary>The records so far.</summary>
    public int Count => _count;

    /// <summary>Whether there is no record.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The reserved bytes in front, for the caller to fill; zero after construction and <see cref="Clear"/>.</summary>
    public Span<byte> Prefix => _buffer.AsSpan(0, _prefix);

    /// <summary>RocksDB's bytes: what <see cref="IStore.Write"/> takes.</summary>
    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(_prefix, _length - _prefix);

    /// <summary>
    /// The array behind <see cref="Whole"/>. It comes from no pool: a span over one that was outgrown stays intact, since a turn reads
    /// its own writes while it makes new ones.
    /// </summary>
    internal byte[] Buffer => _buffer;

    /// <summary>Bytes of <see cref="Whole"/>.</summary>
    public int Length => _length;

    /// <summary>Prefix and payload together.</summary>
    public Memory<byte> Whole => _buffer.AsMemory(0, _length);

    /// <summary>Sets a row.</summary>
    /// <exception cref="StoreException">The batch would exceed 2 GB.</exception>
    public void Put(Family family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => value.CopyTo(Put(family, key, value.Length));

    /// <summary>Sets a row and returns the room for its value, which the caller fills before the next call.</summary>
    /// <exception cref="StoreException">The batch would exceed 2 GB.</exception>
    public Span<byte> Put(Family family, ReadOnlySpan<byte> key, int valueLength)
    {
        Put(family, key.Length, valueLength, out var keyRoom, out var valueRoom);
        key.CopyTo(keyRoom);
        return valueRoom;
    }

    /// <summary>Sets a row and returns the room for its key and value, which the caller fills before the next call.</summary>
    /// <exception cref="StoreException">The batch would exceed 2 GB.</exception>
    public void Put(Family family, int keyLength, int valueLength, out Span<byte> key, out Span<byte> value)
    {
        var at = Begin(family, WriteBatchFormat.Put, WriteBatchFormat.FamilyPut, keyLength, valueLength);
        at = WriteVarint(at, keyLength);
        var keyStart = at;
        at = WriteVarint(at + keyLength, valueLength);
        End(at + valueLength);
        key = _buffer.AsSpan(keyStart, keyLength);
        value = _buffer.AsSpan(at, valueLength);
    }

    /// <summary>Deletes a row; it need not exist.</summary>
    /// <exception cref="StoreException">The batch would exceed 2 GB.</exception>
    public void Delete(Family family, ReadOnlySpan<byte> key)
    {
        var at = Begin(family, WriteBatchFormat.Delete, WriteBatchFormat.FamilyDelete, key.Length, 0);
        at = WriteVarint(at, key.Length);
        key.CopyTo(_buffer.AsSpan(at));
        End(at + key.Length);
    }

    /// <summary>Deletes all rows with <c>from &lt;= key &lt; to</c>.</summary>
    /// <exception cref="ArgumentException">The range ends before it begins; RocksDB does not define what such a range does.</exception>
    /// <exception cref="StoreException">The batch would exceed 2 GB.</exception>
    public void DeleteRange(Family family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (from.SequenceCompareTo(to) > 0)
        {
            throw new ArgumentException("the range ends before it begins", nameof(to));
        }

        var at = Begin(family, WriteBatchFormat.DeleteRange, WriteBatchFormat.FamilyDeleteRange, from.Length, to.Length);
        at = WriteVarint(at, from.Length);
        from.CopyTo(_buffer.AsSpan(at));
        at = WriteVarint(at + from.Length, to.Length);
        to.CopyTo(_buffer.AsSpan(at));
        End(at + to.Length);
    }

    /// <summary>Appends all records of another encoded batch.</summary>
    /// <exception cref="StoreException">The other one is malformed, or the batch would exceed 2 GB.</exception>
    public void Append(ReadOnlySpan<byte> payload)
    {
        WriteBatchReader.Validate(payload);
        var records = payload[WriteBatchFormat.HeaderSize..];
        Reserve(records.Length);
        records.CopyTo(_buffer.AsSpan(_length));
        _length += records.Length;
        SetCount(checked(_count + (int)new WriteBatchReader(payload).Count));
    }

    /// <summary>Remembers the present end, for <see cref="Rollback"/>.</summary>
    public WriteBatchMark Mark() => new(_length, _count);

    /// <summary>Takes back everything since the mark, which must be of this batch since its last <see cref="Clear"/>.</summary>
    public void Rollback(WriteBatchMark mark)
    {
        if (mark.Length > _length || mark.Count > _count || mark.Length < _prefix + WriteBatchFormat.HeaderSize)
        {
            throw new ArgumentException("the mark is not of this batch's present content", nameof(mark));
        }

        _length = mark.Length;
        SetCount(mark.Count);
    }

    /// <summary>Empties the batch, prefix included.</summary>
    public void Clear()
    {
        if (_buffer.Length > RetainedBytes)
        {
            _buffer = new byte[Math.Max(InitialBytes, _prefix + WriteBatchFormat.HeaderSize)];
        }

        Reset();
    }

    private void Reset()
    {
        _buffer.AsSpan(0, _prefix + WriteBatchFormat.HeaderSize).Clear();
        _length = _prefix + WriteBatchFormat.HeaderSize;
        _count = 0;
    }

    /// <summary>Makes room for a record and writes its tag and family; returns where its key begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Begin(Family family, byte tag, byte familyTag, int keyLength, int valueLength)
    {
        // Family ids fit in one byte of varint.
        Debug.Assert((uint)family <= (uint)Family.System, "the family is one of ours");
        Reserve((long)keyLength + valueLength + 2 + (2 * WriteBatchFormat.MaxVarint));
        var at = _length;
        if (family == Family.Meta)
        {
            _buffer[at] = tag;
            return at + 1;
        }

        _buffer[at] = familyTag;
        _buffer[at + 1] = (byte)family;
        return at + 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End(int end)
    {
        _length = end;
        SetCount(_count + 1);
    }

    private void SetCount(int count)
    {
        _count = count;
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_prefix + WriteBatchFormat.CountOffset), count);
    }

    /// <summary>Bytes of a length as a varint32.</summary>
    internal static int VarintSize(int value) => 1 + (BitOperations.Log2((uint)value | 1) / 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int WriteVarint(int at, int value)
    {
        var rest = (uint)value;
        while (rest >= 0x80)
        {
            _buffer[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _buffer[at++] = (byte)rest;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(long bytes)
    {
        if (bytes > _buffer.Length - _length)
        {
            Grow(bytes);
        }
    }

    private void Grow(long bytes)
    {
        var needed = _length + bytes;
        if (needed > Array.MaxLength)
        {
            throw new StoreException(StoreError.Other, $"a write batch of {needed} bytes exceeds the bound of {Array.MaxLength}");
        }

        Array.Resize(ref _buffer, (int)Math.Min(Math.Max(needed, 2L * _buffer.Length), Array.MaxLength));
    }
}

/// <summary>A place in a <see cref="WriteBatch"/>.</summary>
public readonly record struct WriteBatchMark(int Length, int Count);
