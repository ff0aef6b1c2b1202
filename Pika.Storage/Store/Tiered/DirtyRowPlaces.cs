namespace Pika.Storage.Store.Tiered;

/// <summary>Names rows in chunks by one number each: that of the chunk (32 bits) and the offset in it. Rows that were written later have higher ones.</summary>
internal sealed class DirtyRowPlaces
{
    private const int ChunkShift = 32;

    private readonly List<byte[]> _chunks = [];

    /// <summary>The place of a row, which was written after all that were asked for before.</summary>
    public long Of(byte[] chunk, int offset)
    {
        if (_chunks.Count == 0 || _chunks[^1] != chunk)
        {
            _chunks.Add(chunk);
        }

        return ((long)(_chunks.Count - 1) << ChunkShift) | (uint)offset;
    }

    /// <summary>The row at a place, as <see cref="RowLayout"/> has it.</summary>
    public ReadOnlySpan<byte> RowAt(long place) => _chunks[(int)(place >> ChunkShift)].AsSpan((int)place);

    /// <summary>The key of the row at a place.</summary>
    public ReadOnlySpan<byte> KeyAt(long place) => RowLayout.KeyOf(RowAt(place));

    /// <summary>Forgets the chunks; places that were given are void.</summary>
    public void Clear() => _chunks.Clear();
}
