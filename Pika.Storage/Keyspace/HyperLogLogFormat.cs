using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The bytes of a HyperLogLog, which are Redis's own (docs/formats/keyspace.md): a header, then 16384 registers either packed with 6 bits each
/// ("dense") or as runs of equal registers ("sparse").
/// </summary>
public static class HyperLogLogFormat
{
    /// <summary>Bits of an element's hash that choose its register.</summary>
    internal const int IndexBits = 14;

    /// <summary>The number of registers.</summary>
    public const int Registers = 1 << IndexBits;

    /// <summary>The bits of the hash beside those of the index; a register holds at most one more.</summary>
    internal const int RankBits = 64 - IndexBits;

    /// <summary>Bits of a register in the dense form.</summary>
    internal const int RegisterBits = 6;

    /// <summary>Magic (4), form (1), unused (3), cached cardinality (8, little-endian; its highest bit says that it is out of date).</summary>
    public const int HeaderSize = 16;

    /// <summary>Bytes of a dense HyperLogLog.</summary>
    public const int DenseSize = HeaderSize + (Registers * RegisterBits / 8);

    /// <summary>Bytes of the longest sparse one that can be sound: runs of at least one register, of at most two bytes each.</summary>
    public const int LongestSparse = HeaderSize + (2 * Registers);

    private const int FormOffset = 4;
    private const byte Dense = 0;
    private const byte Sparse = 1;
    private const int CardinalityOffset = 8;
    private const ulong OutOfDate = 1UL << 63;
    private const ulong HashSeed = 0xadc83b19;

    /// <summary>The first bytes of every HyperLogLog.</summary>
    public static ReadOnlySpan<byte> Magic => "HYLL"u8;

    /// <summary>Whether a string of that length that begins with these bytes is a HyperLogLog as far as its header tells.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> header, long length) =>
        header.Length >= HeaderSize
        && header.StartsWith(Magic)
        && header[FormOffset] switch
        {
            Dense => length == DenseSize,
            Sparse => true,
            _ => false,
        };

    /// <summary>Whether the form byte says dense.</summary>
    public static bool IsDense(ReadOnlySpan<byte> header) => header[FormOffset] == Dense;

    /// <summary>The cardinality that was computed last, if nothing has changed since.</summary>
    public static bool TryCached(ReadOnlySpan<byte> header, out ulong cardinality)
    {
        cardinality = BinaryPrimitives.ReadUInt64LittleEndian(header[CardinalityOffset..]);
        return (cardinality & OutOfDate) == 0;
    }

    /// <summary>Writes the header of a sparse one whose cached cardinality is 0.</summary>
    internal static void WriteSparseHeader(Span<byte> header)
    {
        header[..HeaderSize].Clear();
        Magic.CopyTo(header);
        header[FormOffset] = Sparse;
    }

    /// <summary>Says that the registers are packed; the rest of the header stays.</summary>
    internal static void MarkDense(Span<byte> header) => header[FormOffset] = Dense;

    /// <summary>Keeps a computed cardinality.</summary>
    internal static void Cache(Span<byte> header, ulong cardinality) =>
        BinaryPrimitives.WriteUInt64LittleEndian(header[CardinalityOffset..], cardinality);

    /// <summary>Says that the cached cardinality is out of date. False if it was so already.</summary>
    internal static bool Invalidate(Span<byte> header)
    {
        if (!TryCached(header, out ulong cardinality))
        {
            return false;
        }

        Cache(header, cardinality | OutOfDate);
        return true;
    }

    /// <summary>
    /// The register of an element, and the value that it asks for there: one more than the zeros before the first set bit of the rest of its hash.
    /// </summary>
    internal static (int Index, int Value) Locate(ReadOnlySpan<byte> element)
    {
        ulong hash = MurmurHash64A.Of(element, HashSeed);
        int index = (int)(hash & (Registers - 1));
        ulong rest = (hash >> IndexBits) | (1UL << RankBits);
        return (index, System.Numerics.BitOperations.TrailingZeroCount(rest) + 1);
    }
}
