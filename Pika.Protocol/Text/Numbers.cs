using System.Buffers.Text;
using System.Globalization;

namespace Pika.Protocol;

/// <summary>Numbers as Redis reads and prints them. Nothing here depends on culture or allocates, unless it says so.</summary>
public static class Numbers
{
    /// <summary>Longest decimal form of a 64-bit integer: sign and 19 digits.</summary>
    public const int MaxInt64Length = 20;

    /// <summary>Longest output of <see cref="FormatDouble(double, Span{byte})"/>: sign, 17 digits, point, <c>e-308</c>.</summary>
    public const int MaxDoubleLength = 25;

    /// <summary>
    /// The one spelling of an integer: digits without leading zeros, plus or blanks, with <c>-</c> before all but 0. A value that passes can be
    /// stored as a number and printed back unchanged.
    /// </summary>
    public static bool TryParseInt64(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > MaxInt64Length)
            return false;

        if (text.Length == 1 && text[0] == '0')
            return true;

        var negative = text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.IsEmpty || digits[0] is < (byte)'1' or > (byte)'9')
            return false;

        ulong magnitude = 0;
        foreach (var b in digits)
        {
            var digit = (uint)(b - '0');
            if (digit > 9 || magnitude > (ulong.MaxValue - digit) / 10)
                return false;

            magnitude = (magnitude * 10) + digit;
        }

        if (magnitude > long.MaxValue + (negative ? 1UL : 0UL))
            return false;

        value = negative ? (long)(0 - magnitude) : (long)magnitude;
        return true;
    }

    /// <summary>
    /// A double as C's strtod reads it, over the whole text: decimal or hexadecimal, <c>inf</c> and <c>infinity</c> in any case. Refused are leading
    /// blanks, <c>nan</c>, and values that overflow to infinity or underflow to zero.
    /// </summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value) =>
        TryParseDouble(text, out value, out var inRange) && inRange;

    /// <summary>As <see cref="TryParseDouble(ReadOnlySpan{byte}, out double)"/>, but what is too big is infinite, and what is too small is zero.</summary>
    public static bool TryParseDoubleLeniently(ReadOnlySpan<byte> text, out double value) => TryParseDouble(text, out value, out _);

    private static bool TryParseDouble(ReadOnlySpan<byte> text, out double value, out bool inRange)
    {
        (value, inRange) = (0, true);
        if (!FloatText.TryScan(text, out var scanned))
            return false;

        switch (scanned.Kind)
        {
            case FloatKind.Infinity:
                value = scanned.Negative ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case FloatKind.Hexadecimal:
                value = LongDouble.TryParse(text, out var exact) ? exact.ToDouble() : 0;
                break;
            case FloatKind.Decimal when !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value):
                return false;
        }

        inRange = double.IsFinite(value) && (value != 0 || !scanned.HasNonZeroDigit);
        return true;
    }

    /// <summary>Writes <paramref name="value"/> in decimal and returns the length, at most <see cref="MaxInt64Length"/>.</summary>
    public static int FormatInt64(long value, Span<byte> destination)
    {
        _ = Utf8Formatter.TryFormat(value, destination, out var written);
        return written;
    }

    /// <summary>
    /// Writes a double as printf's <c>%.17g</c>: 17 significant digits without trailing zeros, an exponent below 1e-4 and from 1e17. Returns the
    /// length, at most <see cref="MaxDoubleLength"/>.
    /// </summary>
    public static int FormatDouble(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value))
        {
            var name =
                double.IsNaN(value) ? (double.IsNegative(value) ? "-nan"u8 : "nan"u8)
                : value > 0 ? "inf"u8
                : "-inf"u8;
            name.CopyTo(destination);
            return name.Length;
        }

        if (value == Math.Truncate(value) && Math.Abs(value) < 1e17 && !(value == 0 && double.IsNegative(value)))
            return FormatInt64((long)value, destination);

        return FormatSignificant(value, destination);
    }

    private static int FormatSignificant(double value, Span<byte> destination)
    {
        // d.dddddddddddddddd E+xxx, correctly rounded: 17 digits to be laid out anew.
        Span<byte> scientific = stackalloc byte[32];
        _ = Math.Abs(value).TryFormat(scientific, out var length, "E16", CultureInfo.InvariantCulture);
        _ = Utf8Parser.TryParse(scientific[19..length], out int exponent, out _);
        if (scientific[18] == '-')
            exponent = -exponent;

        Span<byte> digits = stackalloc byte[17];
        digits[0] = scientific[0];
        scientific.Slice(2, 16).CopyTo(digits[1..]);
        digits = digits[..Math.Max(1, digits.LastIndexOfAnyExcept((byte)'0') + 1)];

        var output = new Utf8Line(destination);
        if (double.IsNegative(value))
            output.Add((byte)'-');

        if (exponent is < -4 or >= 17)
        {
            AddFraction(ref output, digits[..1], digits[1..]);
            output.Add((byte)'e');
            output.Add(exponent < 0 ? (byte)'-' : (byte)'+');
            output.AddPadded(Math.Abs(exponent), 2);
        }
        else if (exponent < 0)
        {
            output.Add("0.0000"u8[..(1 - exponent)]);
            output.Add(digits);
        }
        else
        {
            var whole = Math.Min(exponent + 1, digits.Length);
            output.Add(digits[..whole]);
            output.Repeat((byte)'0', exponent + 1 - whole);
            AddFraction(ref output, [], digits[whole..]);
        }

        return output.Length;
    }

    private static void AddFraction(ref Utf8Line output, scoped ReadOnlySpan<byte> whole, scoped ReadOnlySpan<byte> fraction)
    {
        output.Add(whole);
        if (!fraction.IsEmpty)
        {
            output.Add((byte)'.');
            output.Add(fraction);
        }
    }
}
