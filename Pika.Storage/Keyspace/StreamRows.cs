using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>The entries of one stream, as rows. Family Data, <c>prefix | 0 | id</c>; the value is <see cref="StreamFields"/>.</summary>
public readonly struct StreamRows
{
    /// <summary>Bytes of an entry's row key.</summary>
    internal const int EntryKeySize = RowKeys.DataPrefix + 1 + StreamId.Size;

    private const byte EntryKind = 0;

    private readonly Keyspace _keyspace;
    private readonly ushort _slot;
    private readonly ulong _version;

    /// <summary>The entries under a version.</summary>
    public StreamRows(Keyspace keyspace, ReadOnlySpan<byte> key, ulong version) =>
        (_keyspace, _slot, _version) = (keyspace, HashSlot.Of(key), version);

    /// <summary>Reads an entry. Dispose the row.</summary>
    public bool TryGet(StreamId id, out Row row)
    {
        Span<byte> rowKey = stackalloc byte[EntryKeySize];
        WriteKey(rowKey, EntryKind, id);
        return _keyspace.TryGet(Family.Data, rowKey, out row);
    }

    /// <summary>Whether there is such an entry.</summary>
    public bool Contains(StreamId id)
    {
        bool found = TryGet(id, out var row);
        row.Dispose();
        return found;
    }

    /// <summary>Adds an entry and returns the room for its fields, to be filled before the next write.</summary>
    public Span<byte> Put(StreamId id, int length)
    {
        Span<byte> rowKey = stackalloc byte[EntryKeySize];
        WriteKey(rowKey, EntryKind, id);
        return _keyspace.PutRow(Family.Data, rowKey, length);
    }

    /// <summary>Removes an entry.</summary>
    public void Delete(StreamId id)
    {
        Span<byte> rowKey = stackalloc byte[EntryKeySize];
        WriteKey(rowKey, EntryKind, id);
        _keyspace.DeleteRow(Family.Data, rowKey);
    }

    /// <summary>A walk over the entries between two ids, both included, forwards or backwards.</summary>
    public StreamRowWalk Walk(StreamId first, StreamId last, bool backwards = false)
    {
        Span<byte> lower = stackalloc byte[EntryKeySize];
        Span<byte> upper = stackalloc byte[EntryKeySize];
        WriteKey(lower, EntryKind, first);
        bool bounded = last.TryNext(out var end);
        WriteKey(upper, EntryKind, end);
        if (!bounded)
        {
            // Up to the first row of another kind, whose key may be shorter.
            upper = upper[..(RowKeys.DataPrefix + 1)];
            upper[RowKeys.DataPrefix] = EntryKind + 1;
        }

        return new StreamRowWalk(_keyspace, _keyspace.Iterate(Family.Data, lower, upper), RowKeys.DataPrefix + 1, backwards);
    }

    private void WriteKey(Span<byte> room, byte kind, StreamId id)
    {
        RowKeys.WriteData(room, _keyspace.Generation.Id, _slot, _version);
        room[RowKeys.DataPrefix] = kind;
        id.Write(room[(RowKeys.DataPrefix + 1)..]);
    }
}
