namespace Pika.Storage.Keyspace;

/// <summary>Several small changes of one string: each chunk that they touch is read once and written once. Sees its own changes.</summary>
public readonly ref struct StringPatch
{
    private readonly Keyspace _keyspace;
    private readonly ReadOnlySpan<byte> _key;
    private readonly KeyRow _row;
    private readonly SortedDictionary<long, byte[]> _changed;

    /// <summary>Begins on a string, or on a key that is not there. The row must live as long as the patch.</summary>
    public StringPatch(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row)
    {
        _keyspace = keyspace;
        _key = key;
        _row = row;
        _changed = [];
    }

    /// <summary>Reads bytes at an offset; zeros beyond the end.</summary>
    public void Read(long offset, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            int at = (int)(offset % StringType.ChunkSize);
            var piece = into[..Math.Min(into.Length, StringType.ChunkSize - at)];
            if (_changed.TryGetValue(offset / StringType.ChunkSize, out byte[]? chunk))
            {
                chunk.AsSpan(at, piece.Length).CopyTo(piece);
            }
            else
            {
                StringType.Read(_keyspace, _key, _row, offset, piece);
            }

            offset += piece.Length;
            into = into[piece.Length..];
        }
    }

    /// <summary>Changes bytes at an offset.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int at = (int)(offset % StringType.ChunkSize);
            var piece = bytes[..Math.Min(bytes.Length, StringType.ChunkSize - at)];
            piece.CopyTo(Chunk(offset / StringType.ChunkSize).AsSpan(at));
            offset += piece.Length;
            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>Writes the changes, in a string that is at least <paramref name="length"/> bytes long afterwards.</summary>
    public void Commit(long length)
    {
        length = Math.Max(length, StringType.Length(_row));
        if (_changed.Count == 0 && length > StringType.Length(_row))
        {
            StringType.Write(_keyspace, _key, _row, 0, default, length);
        }

        foreach (var (number, bytes) in _changed)
        {
            // The first write may have given the key another meta row.
            using var row = _keyspace.Find(_key);
            long offset = number * StringType.ChunkSize;
            StringType.Write(_keyspace, _key, row, offset, bytes.AsSpan(0, (int)Math.Min(length - offset, bytes.Length)), length);
        }
    }

    private byte[] Chunk(long number)
    {
        if (!_changed.TryGetValue(number, out byte[]? chunk))
        {
            chunk = new byte[StringType.ChunkSize];
            StringType.Read(_keyspace, _key, _row, number * StringType.ChunkSize, chunk);
            _changed.Add(number, chunk);
        }

        return chunk;
    }
}
