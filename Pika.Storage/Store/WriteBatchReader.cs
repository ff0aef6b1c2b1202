using System.Buffers.Binary;

namespace Pika.Storage.Store;

/// <summary>What a record of a write batch does.</summary>
public enum WriteBatchOperation
{
    /// <summary>Sets the row <c>Key</c> to <c>Value</c>.</summary>
    Put,

    /// <summary>Deletes the row <c>Key</c>, if there is one.</summary>
    Delete,

    /// <summary>Deletes all rows from <c>Key</c> up to but not including <c>Value</c>.</summary>
    DeleteRange,
}

/// <summary>
/// Walks the records of an encoded write batch, as <see cref="WriteBatch"/> and RocksDB write them (docs/formats/store.md). Trusts
/// nothing: malformed bytes are a <see cref="StoreException"/> with <see cref="StoreError.Corruption"/>.
/// </summary>
public ref struct WriteBatchReader
{
    private readonly ReadOnlySpan<byte> _batch;
    private int _offset;
    private int _read;

    /// <summary>Stands before the first record of <paramref name="batch"/>.</summary>
    /// <exception cref="StoreException">The batch is shorter than its header.</exception>
    public WriteBatchReader(ReadOnlySpan<byte> batch)
    {
        if (batch.Length < WriteBatchFormat.HeaderSize)
        {
            throw Malformed($"{batch.Length} bytes are less than the header of {WriteBatchFormat.HeaderSize}", 0);
        }

        _batch = batch;
        _offset = WriteBatchFormat.HeaderSize;
        Count = BinaryPrimitives.ReadUInt32LittleEndian(batch[WriteBatchFormat.CountOffset..]);
    }

    /// <summary>The number of records, as the header says; a walk to the end verifies it.</summary>
    public uint Count { get; }

    /// <summary>What the present record does.</summary>
    public WriteBatchOperation Operation { get; private set; }

    /// <summary>The family of the present record.</summary>
    public Family Family { get; private set; }

    /// <summary>The key of the present record; the start of a range.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>The value of the present record; the end of a range; empty for a delete.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Checks the whole batch.</summary>
    /// <exception cref="StoreException">It is malformed.</exception>
    public static void Validate(ReadOnlySpan<byte> batch)
    {
        var reader = new WriteBatchReader(batch);
        while (reader.Read()) { }
    }

    /// <summary>Moves to the next record; false at the end.</summary>
    /// <exception cref="StoreException">The record is malformed, or the header's count is not that of the records.</exception>
    public bool Read()
    {
        if (_offset == _batch.Length)
        {
            return _read == Count ? false : throw Malformed($"the header counts {Count} records, {_read} are there", _offset);
        }

        var start = _offset;
        var tag = _batch[_offset++];
        Family = ReadFamily(tag, start);
        Key = ReadBytes(start);
        Value = Operation == WriteBatchOperation.Delete ? default : ReadBytes(start);
        if (Operation == WriteBatchOperation.DeleteRange && Key.SequenceCompareTo(Value) > 0)
        {
            throw Malformed("a range ends before it begins", start);
        }

        _read++;
        return true;
    }

    private Family ReadFamily(byte tag, int start)
    {
        var inDefault = true;
        (Operation, inDefault) = tag switch
        {
            WriteBatchFormat.Put => (WriteBatchOperation.Put, true),
            WriteBatchFormat.FamilyPut => (WriteBatchOperation.Put, false),
            WriteBatchFormat.Delete => (WriteBatchOperation.Delete, true),
            WriteBatchFormat.FamilyDelete => (WriteBatchOperation.Delete, false),
            WriteBatchFormat.DeleteRange => (WriteBatchOperation.DeleteRange, true),
            WriteBatchFormat.FamilyDeleteRange => (WriteBatchOperation.DeleteRange, false),
            _ => throw Malformed($"unknown record tag 0x{tag:x2}", start),
        };
        if (inDefault)
        {
            return Family.Meta;
        }

        var id = ReadVarint(start);
        return id <= (uint)Family.System ? (Family)id : throw Malformed($"unknown column family {id}", start);
    }

    private ReadOnlySpan<byte> ReadBytes(int start)
    {
        var length = ReadVarint(start);
        if (length > (uint)(_batch.Length - _offset))
        {
            throw Malformed($"a field of {length} bytes exceeds the batch", start);
        }

        var bytes = _batch.Slice(_offset, (int)length);
        _offset += (int)length;
        return bytes;
    }

    private uint ReadVarint(int start)
    {
        ulong value = 0;
        for (var shift = 0; shift < 35 && _offset < _batch.Length; shift += 7)
        {
            var part = _batch[_offset++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value <= uint.MaxValue ? (uint)value : throw Malformed("a number exceeds 32 bits", start);
            }
        }

        throw Malformed("a number does not end", start);
    }

    private static StoreException Malformed(string what, int offset) =>
        new(StoreError.Corruption, $"malformed write batch: {what} (record at byte {offset})");
}
