using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A list that one command of a turn changes: elements are written and removed at once, and <see cref="Save"/> writes the meta row at the end, or
/// removes the key if nothing is left. When a read stops on the way (<see cref="Keyspace.Incomplete"/>) what has been done is void.
/// </summary>
public ref struct ListValue
{
    /// <summary>
    /// Up to this many neighbours are removed one by one; more of them by a range, which costs the same for any number but drops all hot rows from memory
    /// and slows reads across it until compaction.
    /// </summary>
    internal const int PointDeletes = 4096;

    /// <summary>
    /// A list of up to this many elements is dense, whatever was done to it: writing it anew costs no more than an insertion into the middle may.
    /// </summary>
    internal const int AlwaysDense = 256;

    private readonly ReadOnlySpan<byte> _key;
    private readonly KeyRow _row;
    private ListFormat.KeyRoom _rowKey;

    /// <summary>Rows of the list are still there although it is empty: they are left to the reclaim queue.</summary>
    private bool _leavesRows;

    /// <summary>The list at a key; an empty one if the key is not there.</summary>
    /// <param name="row">The key's row, found in this turn and to be disposed after <see cref="Save"/>.</param>
    public ListValue(Keyspace keyspace, ReadOnlySpan<byte> key, scoped in KeyRow row)
    {
        Keyspace = keyspace;
        _key = key;
        _row = row;
        Slot = HashSlot.Of(key);
        Shape = row.Exists ? ListShape.Read(row) : default;
    }

    /// <summary>The elements, with the changes so far.</summary>
    public readonly long Count => Shape.Size;

    internal Keyspace Keyspace { get; }

    internal ushort Slot { get; }

    /// <summary>How the elements lie, with the changes so far.</summary>
    internal ListShape Shape;

    /// <summary>Adds an element at one end.</summary>
    /// <exception cref="StoreException">The list has no positions left at this end.</exception>
    public void Push(bool left, scoped ReadOnlySpan<byte> element)
    {
        if (Shape.Version == 0)
        {
            Shape.Version = Keyspace.NewVersion();
        }

        Put(Shape.Grow(left), element);
    }

    /// <summary>Removes elements at one end; there are so many.</summary>
    public void RemoveEnd(bool left, long count)
    {
        if (count == Shape.Size && count > PointDeletes)
        {
            _leavesRows = true;
            Shape.Size = 0;
            return;
        }

        ListEnds.Remove(ref this, left, count);
    }

    /// <summary>Removes all elements but some neighbours; there are so many, and at least one.</summary>
    public void Keep(long first, long count)
    {
        if (count <= AlwaysDense && Shape.Size - count > PointDeletes)
        {
            WriteAnew(first, count);
            return;
        }

        RemoveEnd(left: false, Shape.Size - first - count);
        RemoveEnd(left: true, first);
    }

    /// <summary>Replaces an element that is there.</summary>
    public void Set(long index, scoped ReadOnlySpan<byte> element)
    {
        using var walk = new ListWalk(Keyspace, Slot, Shape, index, 1, backwards: false);
        if (walk.Next())
        {
            Put(walk.Position, element);
        }
    }

    /// <summary>Adds an element before the one at <paramref name="index"/>, or at the end.</summary>
    public void Insert(long index, scoped ReadOnlySpan<byte> element) => ListInsertion.Insert(ref this, index, element);

    /// <summary>Removes elements from any places.</summary>
    /// <param name="places">Where they are, in order; at least one.</param>
    internal void Remove(List<ListPlace> places)
    {
        if (places.Count == Shape.Size)
        {
            RemoveEnd(left: true, Shape.Size);
        }
        else
        {
            ListRemoval.Remove(ref this, places);
        }
    }

    /// <summary>Writes the meta row, or removes the key if no element is left. The last call.</summary>
    public void Save()
    {
        if (Shape.Size == 0)
        {
            RemoveKey();
            return;
        }

        if (!Shape.IsDense && Shape.Size <= AlwaysDense)
        {
            WriteAnew(0, Shape.Size);
        }

        long expireAt = _row.Exists ? _row.ExpireAt : 0;
        Shape.Write(Keyspace.PutMeta(_key, ValueType.List, hasRows: true, Shape.BodyLength, expireAt, _row));
    }

    /// <summary>The pieces as they are now.</summary>
    internal readonly ListPieces Pieces() => new(Keyspace, Slot, Shape);

    /// <summary>Reads the element at a position. Dispose it.</summary>
    internal Row Get(ulong position)
    {
        WriteKey(position);
        return ListRows.Get(Keyspace, _rowKey);
    }

    /// <summary>Writes an element.</summary>
    internal void Put(ulong position, scoped ReadOnlySpan<byte> element)
    {
        WriteKey(position);
        element.CopyTo(Keyspace.PutRow(Family.Data, _rowKey, element.Length));
    }

    /// <summary>Removes the row at a position.</summary>
    internal void Delete(ulong position)
    {
        WriteKey(position);
        Keyspace.DeleteRow(Family.Data, _rowKey);
    }

    /// <summary>Removes the rows of the first elements of a run.</summary>
    internal void DeleteRun(ulong start, long count)
    {
        if (count > PointDeletes)
        {
            Span<byte> end = stackalloc byte[ListFormat.ElementKeySize];
            ListFormat.WriteKey(end, Keyspace, Slot, Shape.Version, start + ((ulong)count * ListFormat.Stride));
            WriteKey(start);
            Keyspace.DeleteUnreadRows(Family.Data, _rowKey, end);
            return;
        }

        for (long i = 0; i < count; i++)
        {
            Delete(start + ((ulong)i * ListFormat.Stride));
        }
    }

    /// <summary>Removes the rows of all elements of a block.</summary>
    internal void DeleteBlock(in ListPiece block)
    {
        using var rows = ListRows.Iterate(Keyspace, Family.Data, Slot, Shape.Version, block.Start, block.End);
        rows.SeekToFirst();
        for (long i = 0; i < block.Count && ListRows.IsThere(Keyspace, rows); i++)
        {
            Delete(ListFormat.Position(rows.Key));
            rows.Next();
        }
    }

    /// <summary>Writes the row of a piece in the middle.</summary>
    internal void PutPiece(in ListPiece piece)
    {
        WriteKey(piece.Label);
        piece.Write(Keyspace.PutRow(Family.Score, _rowKey, piece.Length));
    }

    /// <summary>Removes the row of a piece in the middle.</summary>
    internal void DeletePiece(ulong label)
    {
        WriteKey(label);
        Keyspace.DeleteRow(Family.Score, _rowKey);
    }

    private void WriteKey(ulong positionOrLabel) => ListFormat.WriteKey(_rowKey, Keyspace, Slot, Shape.Version, positionOrLabel);

    // A part of the list, as a dense list under another version; the rows of the present one are left to the reclaim queue.
    private void WriteAnew(long first, long count)
    {
        using var walk = new ListWalk(Keyspace, Slot, Shape, first, count, backwards: false);
        Shape = default;
        while (walk.Next())
        {
            Push(left: false, walk.Value);
        }

        Keyspace.ReleaseRows(_key, _row);
    }

    private readonly void RemoveKey()
    {
        if (_leavesRows)
        {
            Keyspace.Remove(_key, _row);
        }
        else
        {
            Keyspace.Detach(_key, _row);
        }
    }
}
