namespace Pika.Storage.Store.Tiered;

/// <summary>
/// The dirty rows between two drains. It keeps the chunks of the ring that they are in, so that a walk that began before a drain can
/// go on after it, and the order of those collections that were walked. Changed under the table's gate.
/// </summary>
internal sealed class DirtyEpoch
{
    private readonly long _firstChunk;
    private byte[][] _chunks = new byte[16][];

    /// <summary>The rows from <paramref name="start"/> on.</summary>
    /// <param name="chunk">The chunk that <paramref name="start"/> is in, unless it is the first of its chunk.</param>
    public DirtyEpoch(long start, byte[]? chunk)
    {
        (Start, _firstChunk) = (start, start / RowRing.ChunkBytes);
        if (chunk is not null)
        {
            AddChunk(start, chunk);
        }
    }

    /// <summary>The position of the first row.</summary>
    public long Start { get; }

    /// <summary>The highest version of a value among the rows.</summary>
    public ulong HighestVersion { get; set; }

    /// <summary>The collections that are kept in order.</summary>
    public Dictionary<CollectionPrefix, HotRows> Ordered { get; } = [];

    /// <summary>Takes the chunk that begins at, or holds, a position.</summary>
    public void AddChunk(long position, byte[] chunk)
    {
        int index = (int)((position / RowRing.ChunkBytes) - _firstChunk);
        var chunks = _chunks;
        if (index >= chunks.Length)
        {
            Array.Resize(ref chunks, chunks.Length * 2);
        }

        chunks[index] = chunk;
        Volatile.Write(ref _chunks, chunks);
    }

    /// <summary>The bytes from the position of a row of this epoch on. Needs no lock: rows do not change.</summary>
    public ReadOnlySpan<byte> RowAt(long position) => RoomAt(position);

    /// <summary>The same, to change a <see cref="CollectionHead"/> under the table's gate.</summary>
    public Span<byte> RoomAt(long position) =>
        Volatile.Read(ref _chunks)[(position / RowRing.ChunkBytes) - _firstChunk].AsSpan((int)(position % RowRing.ChunkBytes));
}
