using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The rows of a hash or a set, one for each element, in the order of the elements' hashes (docs/formats/keyspace.md): what stands under one version
/// of a key. The row's value is the field's value, and empty in a set.
/// </summary>
public readonly struct ElementRows
{
    /// <summary>
    /// What a look at an element costs in a walk: as much as working through this many bytes. So the four thousand elements that a command may
    /// look at on a network thread take about a millisecond.
    /// </summary>
    public const long ElementCost = 256;

    /// <summary>Bytes of a row's key before the element.</summary>
    internal const int KeyPrefix = RowKeys.DataPrefix + ElementHash.Size;

    private readonly Keyspace _keyspace;
    private readonly ushort _slot;
    private readonly ulong _version;

    /// <summary>The rows of a version of a key.</summary>
    public ElementRows(Keyspace keyspace, ReadOnlySpan<byte> key, ulong version) =>
        (_keyspace, _slot, _version) = (keyspace, keyspace.SlotOf(key), version);

    /// <summary>
    /// Finds a key and one of its elements, and counts a hit or a miss. A row that is there is of the value that the meta row named, whatever others
    /// have written since; only if it is missing the key is looked at again, since the whole value may have been replaced in between.
    /// </summary>
    /// <param name="found">Whether the key holds a value of the type with that element.</param>
    /// <param name="element">The element's row; dispose it as well.</param>
    public static KeyRow Lookup(
        Keyspace keyspace,
        ReadOnlySpan<byte> key,
        ValueType type,
        ReadOnlySpan<byte> name,
        out Row element,
        out bool found
    )
    {
        var row = keyspace.Lookup(key);
        while (row.Exists && row.Type == type)
        {
            found = new ElementRows(keyspace, key, row.Version).TryGet(name, out element);
            if (found || keyspace.InTurn || keyspace.Incomplete)
            {
                return row;
            }

            ulong version = row.Version;
            row.Dispose();
            row = keyspace.Find(key);
            if (row.Exists && row.Versioned && row.Version == version)
            {
                return row;
            }
        }

        found = false;
        element = default;
        return row;
    }

    /// <summary>Whether a read has stopped, so that the command is void.</summary>
    internal bool Stopped => _keyspace.Incomplete;

    /// <summary>The version under which the rows stand; no other value ever has the same.</summary>
    internal ulong Version => _version;

    /// <summary>Asks to look at many elements, as <see cref="Keyspace.MayProcess"/>.</summary>
    public static bool MayVisit(Keyspace keyspace, long elements) =>
        keyspace.MayProcess(Math.Min(elements, long.MaxValue / ElementCost) * ElementCost);

    /// <summary>Reads an element's row.</summary>
    public bool TryGet(ReadOnlySpan<byte> element, out Row row) => _keyspace.TryGet(Family.Data, KeyOf(element), out row);

    /// <summary>Whether there is such an element.</summary>
    public bool Contains(ReadOnlySpan<byte> element)
    {
        bool found = TryGet(element, out var row);
        row.Dispose();
        return found;
    }

    /// <summary>Writes an element's row and returns the room for its value, as <see cref="Keyspace.PutRow"/>.</summary>
    public Span<byte> Put(ReadOnlySpan<byte> element, int valueLength) => _keyspace.PutRow(Family.Data, KeyOf(element), valueLength);

    /// <summary>Removes an element's row.</summary>
    public void Delete(ReadOnlySpan<byte> element) => _keyspace.DeleteRow(Family.Data, KeyOf(element));

    /// <summary>Whether the turn has removed an element: a look that reads nothing from the store.</summary>
    internal bool IsDeletedInTurn(ReadOnlySpan<byte> element) => _keyspace.IsDeletedInTurn(Family.Data, KeyOf(element));

    /// <summary>A walk over all elements. Dispose it.</summary>
    public ElementWalk Walk()
    {
        Span<byte> lower = stackalloc byte[RowKeys.DataPrefix];
        Span<byte> upper = stackalloc byte[RowKeys.DataPrefix];
        RowKeys.WriteData(lower, _keyspace.Generation.Id, _slot, _version);
        RowKeys.WriteData(upper, _keyspace.Generation.Id, _slot, _version + 1);
        return new ElementWalk(_keyspace, this, lower, upper);
    }

    /// <summary>A walk over the elements whose hash lies between two, both included. Dispose it.</summary>
    public ElementWalk Walk(uint first, uint last)
    {
        Span<byte> lower = stackalloc byte[KeyPrefix];
        Span<byte> upper = stackalloc byte[KeyPrefix];
        WriteStart(lower, first);
        int length = KeyPrefix;
        if (last < uint.MaxValue)
        {
            WriteStart(upper, last + 1);
        }
        else
        {
            RowKeys.WriteData(upper, _keyspace.Generation.Id, _slot, _version + 1);
            length = RowKeys.DataPrefix;
        }

        return new ElementWalk(_keyspace, this, lower, upper[..length]);
    }

    /// <summary>Writes the key at which the elements with a hash begin.</summary>
    internal void WriteStart(Span<byte> room, uint hash)
    {
        RowKeys.WriteData(room, _keyspace.Generation.Id, _slot, _version);
        BinaryPrimitives.WriteUInt32BigEndian(room[RowKeys.DataPrefix..], hash);
    }

    // In a buffer of the keyspace, which the next call overwrites.
    private Span<byte> KeyOf(ReadOnlySpan<byte> element)
    {
        var room = _keyspace.DataKey(_slot, _version, ElementHash.Size + element.Length);
        BinaryPrimitives.WriteUInt32BigEndian(room[RowKeys.DataPrefix..], ElementHash.Of(element));
        element.CopyTo(room[KeyPrefix..]);
        return room;
    }
}
