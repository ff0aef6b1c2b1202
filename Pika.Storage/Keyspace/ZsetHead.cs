using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>The body of a sorted set's meta row, decoded; <c>default</c> stands for a set that is not there.</summary>
internal readonly record struct ZsetHead
{
    /// <summary>Bytes of the body: version (8), size (8), stamp (8), blocks (4), form (1).</summary>
    public const int Length = KeyRow.VersionedBody + 8 + 4 + 1;

    /// <summary>The most members, and the longest member, of what Redis 7.0 keeps as a listpack by default.</summary>
    public const int MostSmall = 128;

    /// <inheritdoc cref="MostSmall"/>
    public const int LongestSmall = 64;

    /// <summary>Under which the rows stand.</summary>
    public ulong Version { get; init; }

    /// <summary>The number of members.</summary>
    public long Size { get; init; }

    /// <summary>
    /// Changes with the members and the scores. Taken from the versions, so that no two states of any sets have the same: what was learned of a state is
    /// true of whatever has its stamp.
    /// </summary>
    public ulong Stamp { get; init; }

    /// <summary>The number of rank blocks; 0 as long as one block would do.</summary>
    public int Blocks { get; init; }

    /// <summary>
    /// Redis would have a skip list and not a listpack: the set was once bigger than those may be. Shown by OBJECT ENCODING and seen in what a listpack does
    /// not keep, the sign of zero.
    /// </summary>
    public bool IsBig { get; init; }

    /// <summary>Decodes a row.</summary>
    /// <exception cref="Store.StoreException">The row is too short.</exception>
    public static ZsetHead Of(in KeyRow row)
    {
        if (!row.Exists)
        {
            return default;
        }

        var body = row.Body;
        if (body.Length < Length)
        {
            throw new Store.StoreException(Store.StoreError.Corruption, $"the meta row of a sorted set has a body of {body.Length} bytes");
        }

        return new ZsetHead
        {
            Version = row.Version,
            Size = row.Size,
            Stamp = BinaryPrimitives.ReadUInt64LittleEndian(body[KeyRow.VersionedBody..]),
            Blocks = BinaryPrimitives.ReadInt32LittleEndian(body[(KeyRow.VersionedBody + 8)..]),
            IsBig = body[Length - 1] != 0,
        };
    }

    /// <summary>Encodes it.</summary>
    public void Write(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(body, Version);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], Size);
        BinaryPrimitives.WriteUInt64LittleEndian(body[16..], Stamp);
        BinaryPrimitives.WriteInt32LittleEndian(body[24..], Blocks);
        body[28] = IsBig ? (byte)1 : (byte)0;
    }
}
