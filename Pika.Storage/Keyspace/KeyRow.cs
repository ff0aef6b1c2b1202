using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A key's meta row, decoded; <c>default</c> stands for a key that is not there. Layout of the value: type (1), flags (1),
/// expiry in unix ms (8, little-endian, only with <see cref="HasExpiry"/>), then the body: an inline string's bytes, or version (8),
/// size (8) and whatever the type keeps there.
/// </summary>
public readonly ref struct KeyRow
{
    /// <summary>Flag: the row carries an expiry.</summary>
    public const byte HasExpiry = 1;

    /// <summary>Flag: the value has rows of its own in other families, under the version in the body.</summary>
    public const byte HasRows = 2;

    /// <summary>Bytes of version and size at the front of the body of a value with rows.</summary>
    public const int VersionedBody = 8 + 8;

    private readonly Row _row;
    private readonly byte _flags;

    /// <summary>Decodes a row; the key row owns it from here on.</summary>
    /// <exception cref="StoreException">The row is too short for its flags.</exception>
    public KeyRow(Row row)
    {
        var value = row.Value;
        if (value.Length < HeaderSize(0) || value.Length < HeaderSize(value[1]))
        {
            throw new StoreException(StoreError.Corruption, $"a meta row of {value.Length} bytes is too short for its header");
        }

        _row = row;
        _flags = value[1];
        Exists = true;
        Type = (ValueType)value[0];
        ExpireAt = (_flags & HasExpiry) != 0 ? BinaryPrimitives.ReadInt64LittleEndian(value[2..]) : 0;
        Body = value[HeaderSize(_flags)..];
        if ((_flags & HasRows) == 0)
        {
            return;
        }

        if (Body.Length < VersionedBody)
        {
            throw new StoreException(StoreError.Corruption, $"a meta row of {value.Length} bytes is too short for its version and size");
        }

        Version = BinaryPrimitives.ReadUInt64LittleEndian(Body);
        Size = BinaryPrimitives.ReadInt64LittleEndian(Body[8..]);
    }

    /// <summary>Whether there is such a key. The other properties mean nothing when there is not.</summary>
    public bool Exists { get; }

    /// <summary>The type of the value.</summary>
    public ValueType Type { get; }

    /// <summary>When the key expires, unix ms; 0 for never.</summary>
    public long ExpireAt { get; }

    /// <summary>
    /// What follows the header. In a turn it may be the very room that the next <see cref="Keyspace.PutMeta"/> of this key returns; the
    /// other properties do not change.
    /// </summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Whether the value has rows in other families.</summary>
    public bool Versioned => (_flags & HasRows) != 0;

    /// <summary>The version under which the value's rows stand; only of a versioned one.</summary>
    public ulong Version { get; }

    /// <summary>Bytes of a chunked string, or elements of a collection; only of a versioned one.</summary>
    public long Size { get; }

    /// <summary>Bytes of a header with these flags.</summary>
    public static int HeaderSize(byte flags) => (flags & HasExpiry) != 0 ? 10 : 2;

    /// <summary>Writes a header and returns the room for the body.</summary>
    public static Span<byte> WriteHeader(Span<byte> room, ValueType type, bool hasRows, long expireAt)
    {
        byte flags = (byte)((hasRows ? HasRows : 0) | (expireAt != 0 ? HasExpiry : 0));
        room[0] = (byte)type;
        room[1] = flags;
        if (expireAt != 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(room[2..], expireAt);
        }

        return room[HeaderSize(flags)..];
    }

    /// <summary>Gives the row's memory back.</summary>
    public void Dispose() => _row.Dispose();
}
