using System.Numerics;

namespace Pika.Protocol;

/// <summary>
/// The 80-bit extended floating point of x87, in which Redis computes INCRBYFLOAT and HINCRBYFLOAT: a 64-bit mantissa, exponents of a
/// 15-bit field, rounding to nearest, ties to even. The value is <c>±Mantissa × 2^Exponent</c>, mantissa with its top bit set unless subnormal.
/// </summary>
public readonly struct LongDouble
{
    private const int MantissaBits = 64;

    /// <summary>The exponent of the lowest bit of the smallest numbers; a subnormal has this one.</summary>
    private const int MinExponent = -16445;

    /// <summary>The exponent of the lowest bit of the largest numbers.</summary>
    private const int MaxExponent = 16383 - (MantissaBits - 1);

    /// <summary>Text this long and longer is no number: Redis copies it to a buffer of this size.</summary>
    private const int MaxTextLength = 5 * 1024;

    /// <summary>Digits after the point that Redis prints, before it cuts trailing zeros.</summary>
    private const int FractionDigits = 17;

    private readonly ulong _mantissa;
    private readonly int _exponent;
    private readonly bool _negative;

    private LongDouble(bool negative, ulong mantissa, int exponent, bool infinite = false)
    {
        _negative = negative;
        _mantissa = mantissa;
        _exponent = exponent;
        IsInfinity = infinite;
    }

    /// <summary>True for both infinities; there is no NaN, <see cref="TryAdd"/> refuses to make one.</summary>
    public bool IsInfinity { get; }

    /// <summary>
    /// Parses all of <paramref name="text"/> as C's strtold does, to the nearest value. False for what is no number, <c>nan</c>, leading blanks, and
    /// values that overflow or underflow to zero.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out LongDouble value)
    {
        value = default;
        if (text.Length >= MaxTextLength || !FloatText.TryScan(text, out var scanned))
            return false;

        if (scanned.Kind == FloatKind.Infinity)
        {
            value = new LongDouble(scanned.Negative, 0, 0, infinite: true);
            return true;
        }

        var significand = ReadDigits(scanned, out var scale);
        value =
            scanned.Kind == FloatKind.Hexadecimal
                ? FromBinary(scanned.Negative, significand, scale)
                : FromDecimal(scanned.Negative, significand, scale);
        return !value.IsInfinity && (value._mantissa != 0 || !scanned.HasNonZeroDigit);
    }

    /// <summary>The sum, rounded. False when it is infinite or would be NaN, which Redis answers with an error.</summary>
    public static bool TryAdd(LongDouble left, LongDouble right, out LongDouble sum)
    {
        sum = default;
        if (left.IsInfinity || right.IsInfinity)
            return false;

        var (high, low) = left._exponent >= right._exponent ? (left, right) : (right, left);
        var distance = high._exponent - low._exponent;
        if (high._mantissa == 0 || low._mantissa == 0)
        {
            sum = high._mantissa == 0 ? (low._mantissa == 0 && !high._negative ? high : low) : high;
            return true;
        }

        // A number so far below the other only says on which side of it the sum lies: one bit under the rounding bits is enough.
        var far = distance > 3 * MantissaBits;
        var shift = far ? 3 * MantissaBits : distance;
        var total =
            (high.Signed << shift)
            + (
                far
                    ? low._negative
                        ? BigInteger.MinusOne
                        : BigInteger.One
                    : low.Signed
            );
        sum = FromBinary(total.Sign < 0, BigInteger.Abs(total), high._exponent - shift);
        return !sum.IsInfinity;
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble()
    {
        if (IsInfinity)
            return _negative ? double.NegativeInfinity : double.PositiveInfinity;

        var magnitude = NearestDouble(_mantissa, _exponent);
        return _negative ? -magnitude : magnitude;
    }

    /// <summary>
    /// The form that INCRBYFLOAT stores and replies: <c>%.17Lf</c> without trailing zeros; never an exponent, so up to 4,952 bytes.
    /// </summary>
    public byte[] ToBytes()
    {
        if (IsInfinity)
            return _negative ? "-inf"u8.ToArray() : "inf"u8.ToArray();

        // The value times 10^17, rounded half to even as printf does: an integer whose last 17 digits are the fraction.
        var scaled = new BigInteger(_mantissa) * BigInteger.Pow(10, FractionDigits);
        scaled = _exponent >= 0 ? scaled << _exponent : RoundShift(scaled, -_exponent);
        var digits = scaled.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(FractionDigits + 1, '0');
        var fraction = digits.AsSpan(digits.Length - FractionDigits).TrimEnd('0');
        var whole = digits.AsSpan(0, digits.Length - FractionDigits);
        var zero = fraction.IsEmpty && whole is "0";

        var length = (_negative && !zero ? 1 : 0) + whole.Length + (fraction.IsEmpty ? 0 : 1 + fraction.Length);
        var bytes = new byte[length];
        var output = new Utf8Line(bytes);
        if (_negative && !zero)
            output.Add((byte)'-');

        AddAscii(ref output, whole);
        if (!fraction.IsEmpty)
        {
            output.Add((byte)'.');
            AddAscii(ref output, fraction);
        }

        return bytes;
    }

    private BigInteger Signed => _negative ? -new BigInteger(_mantissa) : _mantissa;

    private static void AddAscii(ref Utf8Line output, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            output.Add((byte)c);
    }

    private static BigInteger ReadDigits(in FloatText text, out int scale)
    {
        var radix = text.Kind == FloatKind.Hexadecimal ? 16 : 10;
        var perDigit = text.Kind == FloatKind.Hexadecimal ? 4 : 1;
        var significand = BigInteger.Zero;
        var fraction = 0;
        var afterPoint = false;
        foreach (var b in text.Digits)
        {
            if (b == '.')
            {
                afterPoint = true;
                continue;
            }

            significand = (significand * radix) + (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
            fraction += afterPoint ? perDigit : 0;
        }

        scale = text.Exponent - fraction;
        return significand;
    }

    private static LongDouble FromDecimal(bool negative, BigInteger significand, int exponent)
    {
        // Outside of these no double extended can lie, and powers of ten would grow without use.
        if (significand.IsZero || exponent < -2 * MaxTextLength - 5000)
            return new LongDouble(negative, 0, 0);

        if (exponent > 5000)
            return new LongDouble(negative, 0, 0, infinite: true);

        if (exponent >= 0)
            return FromBinary(negative, significand * BigInteger.Pow(10, exponent), 0);

        // A quotient of at least 66 bits, its lowest bit set when the division left a remainder: enough to round once, correctly.
        var divisor = BigInteger.Pow(10, -exponent);
        var shift = Math.Max(0, MantissaBits + 2 + (int)(divisor.GetBitLength() - significand.GetBitLength()));
        var quotient = BigInteger.DivRem(significand << shift, divisor, out var remainder);
        var sticky = remainder.IsZero ? BigInteger.Zero : BigInteger.One;
        return FromBinary(negative, (quotient << 1) | sticky, -shift - 1);
    }

    private static LongDouble FromBinary(bool negative, BigInteger magnitude, int exponent)
    {
        if (magnitude.IsZero)
            return new LongDouble(negative, 0, 0);

        var lowest = Math.Max(exponent + (int)magnitude.GetBitLength() - MantissaBits, MinExponent);
        var rounded = lowest > exponent ? RoundShift(magnitude, lowest - exponent) : magnitude << (exponent - lowest);
        if (rounded.GetBitLength() > MantissaBits)
        {
            rounded >>= 1;
            lowest++;
        }

        return lowest > MaxExponent ? new LongDouble(negative, 0, 0, infinite: true) : new LongDouble(negative, (ulong)rounded, lowest);
    }

    /// <summary>Divides by 2^<paramref name="shift"/>, to nearest, ties to even.</summary>
    private static BigInteger RoundShift(BigInteger value, int shift)
    {
        var quotient = value >> shift;
        var remainder = value - (quotient << shift);
        var half = BigInteger.One << (shift - 1);
        var comparison = remainder.CompareTo(half);
        return comparison > 0 || (comparison == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static double NearestDouble(ulong mantissa, int exponent)
    {
        if (mantissa == 0)
            return 0;

        // A double keeps 53 bits, fewer below its normal range, and none under 2^-1074.
        var bits = MantissaBits - BitOperations.LeadingZeroCount(mantissa);
        var lowest = Math.Max(exponent + bits - 53, -1074);
        var shift = lowest - exponent;
        if (shift > MantissaBits)
            return 0;

        var rounded = shift > 0 ? (ulong)RoundShift(mantissa, shift) : mantissa;
        return Math.ScaleB((double)rounded, shift > 0 ? lowest : exponent);
    }
}
