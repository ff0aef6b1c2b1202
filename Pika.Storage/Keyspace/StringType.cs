using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The meaning of a string over rows (docs/formats/keyspace.md). One that is written as a whole stands in the meta row, unless it is big. A big
/// one, and one of some size that is changed in parts, is cut into chunks, rows of the data family, so that whoever reads or writes a
/// part touches only the chunks of that part; chunks without a row are zeros.
/// </summary>
public static class StringType
{
    /// <summary>
    /// Bytes of a chunk: what a change of one bit costs in the log at most. Smaller ones would add a row's overhead (some 40 bytes of key and
    /// header) to fewer bytes; bigger ones would make SETBIT and APPEND on big values dearer, and gain little, as a RocksDB block is 16 KB.
    /// </summary>
    public const int ChunkSize = 4096;

    /// <summary>
    /// Bytes up to which a value that is written as a whole stands in its meta row: GET is one read then, and needs no pinned state. Above it the
    /// time goes into the bytes and not into the number of rows, and walks over meta rows would drag too much along.
    /// </summary>
    public const int InlineLimit = 64 * 1024;

    /// <summary>Bytes of a chunk's row key: the data prefix and the chunk's number.</summary>
    internal const int ChunkKeySize = RowKeys.DataPrefix + sizeof(uint);

    /// <summary>The bytes of a string; 0 for a key that is not there.</summary>
    public static long Length(in KeyRow row) => row.Versioned ? row.Size : row.Body.Length;

    /// <summary>
    /// Finds a key to read its bytes and counts a hit or a miss. If they have rows of their own, meta row and chunks come from one
    /// state of the store.
    /// </summary>
    public static KeyRow Lookup(Keyspace keyspace, ReadOnlySpan<byte> key)
    {
        var row = keyspace.Lookup(key);
        if (!row.Versioned || !keyspace.PinSnapshot())
        {
            return row;
        }

        row.Dispose();
        return keyspace.Find(key);
    }

    /// <summary>
    /// Finds a key to read one byte, and counts a hit or a miss. A chunk that has a row is of the value that the meta row named, whatever others have
    /// written since, so no state is pinned; only a missing one may be zeros or removed already, and is looked at again in a pinned state.
    /// </summary>
    public static KeyRow LookupByte(Keyspace keyspace, ReadOnlySpan<byte> key, long offset, out byte value)
    {
        var row = keyspace.Lookup(key);
        while (!TryReadByte(keyspace, key, row, offset, out value) && keyspace.PinSnapshot())
        {
            row.Dispose();
            row = keyspace.Find(key);
        }

        return row;
    }

    /// <summary>Reads the bytes from <paramref name="offset"/> on; zeros where the string has none.</summary>
    public static void Read(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long offset, Span<byte> into)
    {
        int done = 0;
        using var parts = new StringParts(keyspace, key, row, offset, offset + into.Length);
        while (parts.Next())
        {
            int at = (int)(parts.Offset - offset);
            into[done..at].Clear();
            parts.Bytes.CopyTo(into[at..]);
            done = at + parts.Bytes.Length;
        }

        into[done..].Clear();
    }

    /// <summary>All bytes in one piece: those of the row itself if it has them, else a copy.</summary>
    public static ReadOnlySpan<byte> ReadAll(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row)
    {
        if (!row.Versioned)
        {
            return row.Body;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)row.Size));
        Read(keyspace, key, row, 0, bytes);
        return bytes;
    }

    /// <summary>Replaces whatever stands at the key, of any type.</summary>
    public static void Put(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long expireAt, in KeyRow old)
    {
        if (value.Length <= InlineLimit)
        {
            value.CopyTo(keyspace.PutInlineString(key, value.Length, expireAt, old));
            return;
        }

        ulong version = keyspace.NewVersion();
        PutChunks(keyspace, key, version, 0, value);
        PutChunked(keyspace, key, version, value.Length, expireAt, old);
    }

    /// <summary>
    /// Replaces whatever stands at the key by a string whose chunks are written apart, with <see cref="PutChunks"/>, under a version of
    /// their own.
    /// </summary>
    public static void PutChunked(Keyspace keyspace, ReadOnlySpan<byte> key, ulong version, long length, long expireAt, in KeyRow old)
    {
        keyspace.ReleaseRows(key, old);
        PutMeta(keyspace, key, version, length, expireAt, old);
    }

    /// <summary>Writes chunks of a new version from <paramref name="offset"/> on, which is where a chunk begins. Zeros get no rows.</summary>
    public static void PutChunks(Keyspace keyspace, ReadOnlySpan<byte> key, ulong version, long offset, ReadOnlySpan<byte> bytes)
    {
        ushort slot = HashSlot.Of(key);
        for (long chunk = offset / ChunkSize; !bytes.IsEmpty; chunk++)
        {
            var piece = bytes[..Math.Min(bytes.Length, ChunkSize)];
            bytes = bytes[piece.Length..];
            if (piece.ContainsAnyExcept((byte)0))
            {
                piece.CopyTo(PutChunk(keyspace, slot, version, chunk, piece.Length));
            }
        }
    }

    /// <summary>
    /// Writes <paramref name="bytes"/> over the string at an offset and makes it <paramref name="length"/> bytes long, which is at least what it
    /// was and what they need; what is new and not written is zeros. The expiry stays. A key that is not there is made.
    /// </summary>
    public static void Write(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long offset, ReadOnlySpan<byte> bytes, long length)
    {
        if (length <= ChunkSize)
        {
            var room = keyspace.PutMeta(key, ValueType.String, hasRows: false, (int)length, row.ExpireAt, row);
            row.Body.CopyTo(room);
            room[row.Body.Length..].Clear();
            bytes.CopyTo(room[(int)offset..]);
            return;
        }

        ulong version = row.Versioned ? row.Version : keyspace.NewVersion();
        if (!row.Versioned)
        {
            CutIntoChunks(keyspace, key, version, row.Body, offset, bytes.Length);
        }

        PatchChunks(keyspace, key, row, version, offset, bytes);
        if (!row.Versioned || length != row.Size)
        {
            PutMeta(keyspace, key, version, length, row.ExpireAt, row);
        }
        else
        {
            keyspace.Touch(key);
        }
    }

    /// <summary>The key of a chunk's row.</summary>
    internal static void WriteChunkKey(Span<byte> room, uint generation, ushort slot, ulong version, long chunk)
    {
        RowKeys.WriteData(room, generation, slot, version);
        BinaryPrimitives.WriteUInt32BigEndian(room[RowKeys.DataPrefix..], (uint)chunk);
    }

    // False if the byte's chunk has no row.
    private static bool TryReadByte(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long offset, out byte value)
    {
        value = 0;
        if (offset >= Length(row))
        {
            return true;
        }

        using var parts = new StringParts(keyspace, key, row, offset / ChunkSize * ChunkSize, offset + 1);
        if (!parts.Next())
        {
            return false;
        }

        int at = (int)(offset - parts.Offset);
        value = at < parts.Bytes.Length ? parts.Bytes[at] : (byte)0;
        return true;
    }

    // Leaves out the chunks that the change writes anyway.
    private static void CutIntoChunks(
        Keyspace keyspace,
        ReadOnlySpan<byte> key,
        ulong version,
        ReadOnlySpan<byte> body,
        long offset,
        int changed
    )
    {
        long from = changed == 0 ? body.Length : offset / ChunkSize * ChunkSize;
        long to = (offset + changed + ChunkSize - 1) / ChunkSize * ChunkSize;
        PutChunks(keyspace, key, version, 0, body[..(int)Math.Min(from, body.Length)]);
        if (changed > 0 && to < body.Length)
        {
            PutChunks(keyspace, key, version, to, body[(int)to..]);
        }
    }

    private static void PatchChunks(
        Keyspace keyspace,
        ReadOnlySpan<byte> key,
        in KeyRow row,
        ulong version,
        long offset,
        ReadOnlySpan<byte> bytes
    )
    {
        Span<byte> scratch = stackalloc byte[ChunkSize];
        ushort slot = HashSlot.Of(key);
        while (!bytes.IsEmpty)
        {
            long chunk = offset / ChunkSize;
            int at = (int)(offset % ChunkSize);
            var piece = bytes[..Math.Min(bytes.Length, ChunkSize - at)];
            offset += piece.Length;
            bytes = bytes[piece.Length..];

            // What the chunk keeps of its old bytes: those before the piece, and those after it as far as the string went.
            long kept = Math.Min(Length(row) - (chunk * ChunkSize), ChunkSize);
            int size = (int)Math.Max(kept, at + piece.Length);
            if (piece.Length < size)
            {
                Read(keyspace, key, row, chunk * ChunkSize, scratch[..size]);
            }

            piece.CopyTo(scratch[at..]);
            scratch[..size].CopyTo(PutChunk(keyspace, slot, version, chunk, size));
        }
    }

    private static Span<byte> PutChunk(Keyspace keyspace, ushort slot, ulong version, long chunk, int length)
    {
        Span<byte> rowKey = stackalloc byte[ChunkKeySize];
        WriteChunkKey(rowKey, keyspace.Generation.Id, slot, version, chunk);
        return keyspace.PutRow(Family.Data, rowKey, length);
    }

    private static void PutMeta(Keyspace keyspace, ReadOnlySpan<byte> key, ulong version, long length, long expireAt, in KeyRow old)
    {
        var body = keyspace.PutMeta(key, ValueType.String, hasRows: true, KeyRow.VersionedBody, expireAt, old);
        BinaryPrimitives.WriteUInt64LittleEndian(body, version);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], length);
    }
}
