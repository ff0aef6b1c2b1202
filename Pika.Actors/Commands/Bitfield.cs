using System.Buffers.Binary;

namespace Pika.Actors.Commands;

/// <summary>What BITFIELD does with a value that does not fit.</summary>
internal enum BitfieldOverflow
{
    /// <summary>Keeps the low bits.</summary>
    Wrap,

    /// <summary>Takes the nearest value that fits.</summary>
    Saturate,

    /// <summary>Changes nothing and answers with no value.</summary>
    Fail,
}

/// <summary>An integer of some bits, as BITFIELD names it: <c>i1</c> to <c>i64</c>, <c>u1</c> to <c>u63</c>.</summary>
internal readonly record struct Bitfield(bool Signed, int Width)
{
    /// <summary>The bytes in which a field lies, wherever in its first byte it begins.</summary>
    public const int Window = 9;

    private const int WindowBits = 8 * Window;

    private long Most => Signed ? (1L << (Width - 1)) - 1 : (long)((1UL << Width) - 1);

    /// <summary>Reads the field that begins at a bit of a window's first byte.</summary>
    public long Read(ReadOnlySpan<byte> window, int bit)
    {
        ulong top = (ulong)((Whole(window) << bit) >> (WindowBits - 64));
        return Signed ? (long)top >> (64 - Width) : (long)(top >> (64 - Width));
    }

    /// <summary>Writes the field that begins at a bit of a window's first byte.</summary>
    public void Write(Span<byte> window, int bit, long value)
    {
        int shift = WindowBits - bit - Width;
        var mask = (UInt128.One << Width) - 1;
        var bits = (Whole(window) & ~(mask << shift)) | (((UInt128)(ulong)value & mask) << shift);
        BinaryPrimitives.WriteUInt64BigEndian(window, (ulong)(bits >> 8));
        window[8] = (byte)bits;
    }

    /// <summary>The sum, made to fit as told. False: it does not fit, and is to fail for that.</summary>
    public bool TryAdd(long value, long increment, BitfieldOverflow overflow, out long sum)
    {
        sum = unchecked(value + increment);
        int beyond = Signed ? SignedOverflow(value, increment) : UnsignedOverflow(value, increment);
        if (beyond == 0)
        {
            return true;
        }

        sum = overflow == BitfieldOverflow.Saturate ? Limit(beyond) : Truncate(sum);
        return overflow != BitfieldOverflow.Fail;
    }

    private static UInt128 Whole(ReadOnlySpan<byte> window) => ((UInt128)BinaryPrimitives.ReadUInt64BigEndian(window) << 8) | window[8];

    private long Limit(int beyond)
    {
        long least = Signed ? -Most - 1 : 0;
        return beyond > 0 ? Most : least;
    }

    private long Truncate(long value)
    {
        int rest = 64 - Width;
        return Signed ? (value << rest) >> rest : (long)(((ulong)value << rest) >> rest);
    }

    // The distance to the limit wraps around for a value far below the range of a narrow field: such a SET counts as too big, as in Redis.
    private int SignedOverflow(long value, long increment)
    {
        (long most, long least) = (Most, -Most - 1);
        bool narrow = Width < 64;
        long up = unchecked(most - value);
        long down = unchecked(least - value);
        if (value > most || ((narrow || (value >= 0 && increment > 0)) && increment > up))
        {
            return 1;
        }

        return value < least || ((narrow || (value < 0 && increment < 0)) && increment < down) ? -1 : 0;
    }

    // A negative value is one above the range: a SET takes its number as unsigned.
    private int UnsignedOverflow(long value, long increment)
    {
        if (value < 0 || value > Most || (increment > 0 && increment > Most - value))
        {
            return 1;
        }

        return increment < 0 && increment < -value ? -1 : 0;
    }
}
