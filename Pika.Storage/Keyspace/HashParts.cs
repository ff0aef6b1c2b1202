namespace Pika.Storage.Keyspace;

/// <summary>
/// The 32-bit space of hashes, cut into equal parts that hold <paramref name="density"/> elements each on average, and the places for elements in
/// them, numbered through all parts.
/// </summary>
internal readonly struct HashParts(long size, int density)
{
    private readonly ulong _parts = (ulong)Math.Max(1, size / density);

    /// <summary>Places of one part: more than the average by seven standard deviations of it, so that elements hardly ever lack one.</summary>
    private readonly ulong _each = (ulong)Math.Ceiling(density + (7 * Math.Sqrt(density)));

    /// <summary>The number of places.</summary>
    public long Places => (long)(_parts * _each);

    /// <summary>The first hash of a place's part.</summary>
    public uint FirstHash(long place) => (uint)(((ulong)place / _each << 32) / _parts);

    /// <summary>The last hash of a place's part.</summary>
    public uint LastHash(long place) => (uint)(((((ulong)place / _each) + 1) << 32) / _parts - 1);

    /// <summary>The number of a place in its part, from 0.</summary>
    public long NumberOf(long place) => (long)((ulong)place % _each);
}
