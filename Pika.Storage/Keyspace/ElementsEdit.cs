using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// One command's changes to the elements of a hash or a set, in a turn: rows are written as they come, and at the end the meta row, once. A key that
/// is not there is made with its first element, and goes with its last.
/// </summary>
public ref struct ElementsEdit
{
    private readonly Keyspace _keyspace;
    private readonly ReadOnlySpan<byte> _key;
    private readonly KeyRow _row;
    private readonly ValueType _type;
    private readonly ulong _version;
    private readonly ElementRows _rows;
    private readonly long _sizeBefore;

    /// <summary>Begins to change a key.</summary>
    /// <param name="row">The key's row, of the type or not there. It stays the caller's.</param>
    public ElementsEdit(Keyspace keyspace, ReadOnlySpan<byte> key, ValueType type, scoped in KeyRow row)
    {
        (_keyspace, _type) = (keyspace, type);
        _key = key;
        _row = row;
        _sizeBefore = Size = row.Exists ? row.Size : 0;
        _version = row.Exists ? row.Version : keyspace.NewVersion();
        _rows = new ElementRows(keyspace, key, _version);
    }

    /// <summary>The elements, with the changes so far.</summary>
    public long Size { get; private set; }

    /// <summary>Reads an element's row, changes included. Dispose it.</summary>
    public readonly bool TryGet(ReadOnlySpan<byte> element, out Row row) => _rows.TryGet(element, out row);

    /// <summary>Whether there is such an element, changes included.</summary>
    public readonly bool Contains(scoped ReadOnlySpan<byte> element) => _rows.Contains(element);

    /// <summary>Sets an element to a value. True: it is new.</summary>
    public bool Set(scoped ReadOnlySpan<byte> element, scoped ReadOnlySpan<byte> value)
    {
        bool isNew = !Contains(element);
        Put(element, value, isNew);
        return isNew;
    }

    /// <summary>Sets an element of which the caller knows whether it is new.</summary>
    public void Put(scoped ReadOnlySpan<byte> element, scoped ReadOnlySpan<byte> value, bool isNew)
    {
        value.CopyTo(_rows.Put(element, value.Length));
        if (isNew)
        {
            _keyspace.PickedAhead.NoteEdited(_version);
            Size++;
        }
    }

    /// <summary>Adds an element without a value. False: it is there already.</summary>
    public bool Add(scoped ReadOnlySpan<byte> element)
    {
        bool isNew = !Contains(element);
        if (isNew)
        {
            Put(element, default, isNew: true);
        }

        return isNew;
    }

    /// <summary>Removes an element. False: there was none.</summary>
    public bool Remove(scoped ReadOnlySpan<byte> element)
    {
        bool found = Contains(element);
        if (found)
        {
            RemoveKnown(element);
        }

        return found;
    }

    /// <summary>Removes an element that is there.</summary>
    public void RemoveKnown(scoped ReadOnlySpan<byte> element)
    {
        _keyspace.PickedAhead.NoteEdited(_version);
        RemoveTaken(element);
    }

    /// <summary>Removes an element that <see cref="RandomElements.TryTake"/> has given.</summary>
    public void RemoveTaken(scoped ReadOnlySpan<byte> element)
    {
        _rows.Delete(element);
        Size--;
    }

    /// <summary>Brings the key's own row in line with its elements.</summary>
    /// <param name="changed">Whether anything was written, so that whoever watches the key is told even if the size is what it was.</param>
    /// <returns>True: the last element went, and the key with it.</returns>
    public readonly bool Finish(bool changed)
    {
        if (Size == 0 && _row.Exists)
        {
            // Every row has been deleted one by one: nothing is left to reclaim.
            _keyspace.Detach(_key, _row);
            return true;
        }

        if (Size != _sizeBefore)
        {
            PutMeta(_keyspace, _key, _type, _version, Size, _row.ExpireAt, _row);
        }
        else if (changed)
        {
            _keyspace.Touch(_key);
        }

        return false;
    }

    /// <summary>Writes the meta row of a hash or a set.</summary>
    internal static void PutMeta(
        Keyspace keyspace,
        ReadOnlySpan<byte> key,
        ValueType type,
        ulong version,
        long size,
        long expireAt,
        in KeyRow old
    )
    {
        var body = keyspace.PutMeta(key, type, hasRows: true, KeyRow.VersionedBody, expireAt, old);
        BinaryPrimitives.WriteUInt64LittleEndian(body, version);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], size);
    }
}
