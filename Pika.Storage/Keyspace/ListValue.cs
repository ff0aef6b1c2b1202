using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A list that one command of a turn changes: elements are written and removed at once, and <see cref="Save"/> writes the meta row at the end, or
/// removes the key if nothing is left.
/// </summary>
public ref struct ListValue
{
    /// <summary>
    /// Up to this many rows are removed one by one; more of them by a range, which costs the same for any number but takes the hot rows' place in memory
    /// and slows reads across it until compaction.
    /// </summary>
    private const int PointDeletes = 512;

    private readonly Keyspace _keyspace;
    private readonly ReadOnlySpan<byte> _key;
    private readonly KeyRow _row;
    private readonly ushort _slot;
    private ListFormat.KeyRoom _rowKey;
    private ListShape _shape;

    /// <summary>Rows of the list are still there although it is empty: they are left to the reclaim queue.</summary>
    private bool _leavesRows;

    /// <summary>The list at a key; an empty one if the key is not there.</summary>
    /// <param name="row">The key's row, found in this turn and to be disposed after <see cref="Save"/>.</param>
    public ListValue(Keyspace keyspace, ReadOnlySpan<byte> key, scoped in KeyRow row)
    {
        _keyspace = keyspace;
        _key = key;
        _row = row;
        _slot = HashSlot.Of(key);
        _shape = row.Exists ? ListShape.Read(row) : default;
    }

    /// <summary>The elements, with the changes so far.</summary>
    public readonly long Count => _shape.Size;

    /// <summary>Adds an element at one end.</summary>
    /// <exception cref="StoreException">The list has no positions left at this end.</exception>
    public void Push(bool left, scoped ReadOnlySpan<byte> element)
    {
        if (_shape.Version == 0)
        {
            _shape.Version = _keyspace.NewVersion();
        }

        ListFormat.WriteKey(_rowKey, _keyspace, _slot, _shape.Version, _shape.Grow(left));
        element.CopyTo(_keyspace.PutRow(Family.Data, _rowKey, element.Length));
    }

    /// <summary>Removes elements at one end; there are so many.</summary>
    public void RemoveEnd(bool left, long count)
    {
        if (count == _shape.Size && count > PointDeletes)
        {
            _leavesRows = true;
            _shape.Size = 0;
            return;
        }

        for (; count > 0; count--)
        {
            ListFormat.WriteKey(_rowKey, _keyspace, _slot, _shape.Version, _shape.End(left));
            _keyspace.DeleteRow(Family.Data, _rowKey);
            _shape.Shrink(left, 1);
        }
    }

    /// <summary>Writes the meta row, or removes the key if no element is left. The last call.</summary>
    public readonly void Save()
    {
        if (_shape.Size > 0)
        {
            long expireAt = _row.Exists ? _row.ExpireAt : 0;
            _shape.Write(_keyspace.PutMeta(_key, ValueType.List, hasRows: true, _shape.BodyLength, expireAt, _row));
        }
        else if (_leavesRows)
        {
            _keyspace.Remove(_key, _row);
        }
        else
        {
            _keyspace.Detach(_key, _row);
        }
    }
}
