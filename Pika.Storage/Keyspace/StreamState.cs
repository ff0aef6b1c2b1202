using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>
/// What a stream's meta row tells: version (8), length (8), last id, first id and greatest deleted id (16 each), entries added (8). A command reads
/// it, changes it and puts it once.
/// </summary>
public struct StreamState
{
    /// <summary>Bytes of the row's body.</summary>
    public const int BodySize = KeyRow.VersionedBody + (3 * StreamId.Size) + 8;

    /// <summary>The version under which the rows stand.</summary>
    public ulong Version { get; private set; }

    /// <summary>The number of entries.</summary>
    public long Length { get; set; }

    /// <summary>The greatest id that was ever given.</summary>
    public StreamId LastId { get; set; }

    /// <summary>
    /// The first entry's id; without entries <see cref="StreamId.Zero"/>, or what a restored stream says. It is kept so that trimming need not look for the first row behind all that
    /// were deleted before it.
    /// </summary>
    public StreamId FirstId { get; set; }

    /// <summary>The greatest id that was deleted from the middle, by XDEL.</summary>
    public StreamId MaxDeletedId { get; set; }

    /// <summary>All entries that were ever added.</summary>
    public long EntriesAdded { get; set; }

    /// <summary>The state in a key's row.</summary>
    /// <exception cref="Store.StoreException">The row is too short.</exception>
    public static StreamState Of(in KeyRow row)
    {
        if (row.Body.Length < BodySize)
        {
            throw new Store.StoreException(Store.StoreError.Corruption, $"the meta row of a stream has a body of {row.Body.Length} bytes");
        }

        var ids = row.Body[KeyRow.VersionedBody..];
        return new StreamState
        {
            Version = row.Version,
            Length = row.Size,
            LastId = StreamId.Read(ids),
            FirstId = StreamId.Read(ids[StreamId.Size..]),
            MaxDeletedId = StreamId.Read(ids[(2 * StreamId.Size)..]),
            EntriesAdded = BinaryPrimitives.ReadInt64LittleEndian(ids[(3 * StreamId.Size)..]),
        };
    }

    /// <summary>The state in a key's row, or that of a new, empty stream where there is no key.</summary>
    public static StreamState OfOrNew(Keyspace keyspace, in KeyRow row) =>
        row.Exists ? Of(row) : new StreamState { Version = keyspace.NewVersion() };

    /// <summary>Writes the meta row.</summary>
    /// <param name="old">The row as it was before the command; its expiry stays.</param>
    public readonly void Put(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow old) =>
        Write(keyspace.PutMeta(key, ValueType.Stream, hasRows: true, BodySize, old.ExpireAt, old));

    /// <summary>As <see cref="Put"/>, of a stream that is there, and tells nobody: see <see cref="Keyspace.PutMetaUntold"/>.</summary>
    public readonly void PutUntold(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow old) =>
        Write(keyspace.PutMetaUntold(key, BodySize, old));

    private readonly void Write(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(body, Version);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], Length);
        var ids = body[KeyRow.VersionedBody..];
        LastId.Write(ids);
        FirstId.Write(ids[StreamId.Size..]);
        MaxDeletedId.Write(ids[(2 * StreamId.Size)..]);
        BinaryPrimitives.WriteInt64LittleEndian(ids[(3 * StreamId.Size)..], EntriesAdded);
    }
}
