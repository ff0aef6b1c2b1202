using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A walk over the elements of a hash or a set in the order of their rows: by hash, then by bytes. Two walks over different keys have the same
/// order. What a turn writes during the walk may be seen or not.
/// </summary>
public sealed class ElementWalk : IDisposable
{
    private readonly Keyspace _keyspace;
    private readonly ElementRows _elements;
    private readonly IRowIterator _rows;

    /// <summary>Stands before the first element until a seek.</summary>
    internal ElementWalk(Keyspace keyspace, in ElementRows elements, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) =>
        (_keyspace, _elements, _rows) = (keyspace, elements, keyspace.Iterate(Family.Data, lower, upper));

    /// <summary>Whether the walk stands on an element.</summary>
    public bool Valid => _rows.Valid;

    /// <summary>The hash of the present element.</summary>
    public uint Hash => BinaryPrimitives.ReadUInt32BigEndian(_rows.Key[RowKeys.DataPrefix..]);

    /// <summary>The present element, valid until the next move.</summary>
    public ReadOnlySpan<byte> Element => _rows.Key[ElementRows.KeyPrefix..];

    /// <summary>The present element's value, valid until the next move; empty in a set.</summary>
    public ReadOnlySpan<byte> Value => _rows.Value;

    /// <summary>Hash and bytes of the present element: compared as bytes, they give the order of walks.</summary>
    internal ReadOnlySpan<byte> Order => _rows.Key[RowKeys.DataPrefix..];

    /// <summary>Moves to the first element. False: there is none, or a read stopped, see <see cref="Keyspace.Incomplete"/>.</summary>
    public bool SeekToFirst()
    {
        _rows.SeekToFirst();
        return Settle();
    }

    /// <summary>Moves to the first element with this hash or a higher one. False as for <see cref="SeekToFirst"/>.</summary>
    public bool Seek(uint hash)
    {
        Span<byte> key = stackalloc byte[ElementRows.KeyPrefix];
        _elements.WriteStart(key, hash);
        _rows.Seek(key);
        return Settle();
    }

    /// <summary>Moves to the next element. False as for <see cref="SeekToFirst"/>.</summary>
    public bool Next()
    {
        _rows.Next();
        return Settle();
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private bool Settle()
    {
        if (_rows.Valid)
        {
            return true;
        }

        _keyspace.NoteIncomplete(_rows);
        return false;
    }
}
