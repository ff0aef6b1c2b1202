namespace Pika.Storage.Keyspace;

/// <summary>
/// A score as a number whose unsigned order is the order of the scores: the IEEE bits, all of them inverted for a negative score, else only the sign.
/// Both zeros are one number. Scores are never NaN, so that <c>Of(score) + 1</c> is the least number above a score, of infinity too.
/// </summary>
internal static class SortableScore
{
    /// <summary>Bytes in the key of a row.</summary>
    public const int Size = sizeof(ulong);

    private const ulong Sign = 1UL << 63;

    /// <summary>The number of a score.</summary>
    public static ulong Of(double score)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(score + 0.0);
        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }

    /// <summary>The score of a number; zero is positive.</summary>
    public static double From(ulong number) => BitConverter.UInt64BitsToDouble((number & Sign) != 0 ? number ^ Sign : ~number);
}
