using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A walk over the keys of one database in the order of their rows: by slot, then by bytes. Keys that have expired are met as well, see
/// <see cref="HasExpired"/>. It shows one state of the store; what a turn writes during the walk is not seen.
/// </summary>
public sealed class KeyWalk : IDisposable
{
    private readonly Keyspace _keyspace;
    private readonly IRowIterator _rows;

    /// <summary>Stands before the first key until a seek.</summary>
    public KeyWalk(Keyspace keyspace)
    {
        _keyspace = keyspace;
        Span<byte> lower = stackalloc byte[sizeof(uint)];
        Span<byte> upper = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(lower, keyspace.Generation.Id);
        BinaryPrimitives.WriteUInt32BigEndian(upper, keyspace.Generation.Id + 1);
        _rows = keyspace.Iterate(Family.Meta, lower, upper);
    }

    /// <summary>The present key, valid until the next move.</summary>
    public ReadOnlySpan<byte> Key => _rows.Key[RowKeys.MetaPrefix..];

    /// <summary>The slot of the present key.</summary>
    public ushort Slot => BinaryPrimitives.ReadUInt16BigEndian(_rows.Key[sizeof(uint)..]);

    /// <summary>The present key's row. It belongs to the walk and is valid until the next move; disposing it does nothing.</summary>
    public KeyRow Row => new(new Row(_rows.Value, null, 0));

    /// <summary>Whether the present key's time has come.</summary>
    public bool HasExpired
    {
        get
        {
            long expireAt = Row.ExpireAt;
            return expireAt != 0 && expireAt <= _keyspace.Now;
        }
    }

    /// <summary>Moves to the first key. False: there is none, or a read stopped, see <see cref="Keyspace.Incomplete"/>.</summary>
    public bool SeekToFirst()
    {
        _rows.SeekToFirst();
        return Settle();
    }

    /// <summary>Moves to the first key of a slot, or of the next one that has any. False as for <see cref="SeekToFirst"/>.</summary>
    public bool SeekToSlot(ushort slot) => SeekInSlot(slot, default);

    /// <summary>Moves to the first key of a slot that is not before these bytes, or of the next slot that has any. False as for <see cref="SeekToFirst"/>.</summary>
    public bool SeekInSlot(ushort slot, ReadOnlySpan<byte> from)
    {
        var at = new byte[RowKeys.MetaPrefix + from.Length];
        BinaryPrimitives.WriteUInt32BigEndian(at, _keyspace.Generation.Id);
        BinaryPrimitives.WriteUInt16BigEndian(at.AsSpan(sizeof(uint)), slot);
        from.CopyTo(at.AsSpan(RowKeys.MetaPrefix));
        _rows.Seek(at);
        return Settle();
    }

    /// <summary>Moves to a key, or to the next one if it is not there. False as for <see cref="SeekToFirst"/>.</summary>
    public bool Seek(ReadOnlySpan<byte> key)
    {
        var at = new byte[RowKeys.MetaPrefix + key.Length];
        RowKeys.WriteMeta(at, _keyspace.Generation.Id, key);
        _rows.Seek(at);
        return Settle();
    }

    /// <summary>Moves to the next key. False as for <see cref="SeekToFirst"/>.</summary>
    public bool Next()
    {
        _rows.Next();
        return Settle();
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private bool Settle()
    {
        _keyspace.NoteIncomplete(_rows);
        return _rows.Valid;
    }
}
