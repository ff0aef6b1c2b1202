using System.Text;

namespace Pika.Protocol;

internal enum FloatKind
{
    Decimal,
    Hexadecimal,
    Infinity,
}

/// <summary>
/// The shape of a floating-point number in C's grammar. <c>Digits</c> is the text between sign (or 0x) and exponent, point included;
/// <c>Exponent</c> is of 10, or of 2 for hexadecimal, clamped to what no value can reach.
/// </summary>
internal readonly ref struct FloatText
{
    /// <summary>Beyond this the value is infinite or zero, whatever its up to 5,119 digits are.</summary>
    private const int ExponentClamp = 1_000_000;

    public FloatKind Kind { get; private init; }

    public bool Negative { get; private init; }

    public ReadOnlySpan<byte> Digits { get; private init; }

    public int Exponent { get; private init; }

    public bool HasNonZeroDigit { get; private init; }

    /// <summary>Scans all of <paramref name="text"/>; false when any of it is not part of one number, or for <c>nan</c>.</summary>
    public static bool TryScan(ReadOnlySpan<byte> text, out FloatText result)
    {
        result = default;
        var negative = !text.IsEmpty && text[0] == '-';
        var rest = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (rest.IsEmpty)
            return false;

        if (Ascii.EqualsIgnoreCase(rest, "inf"u8) || Ascii.EqualsIgnoreCase(rest, "infinity"u8))
        {
            result = new FloatText { Kind = FloatKind.Infinity, Negative = negative };
            return true;
        }

        var hexadecimal = rest.Length > 2 && rest[0] == '0' && (rest[1] | 0x20) == 'x';
        return TryScanDigits(hexadecimal ? rest[2..] : rest, hexadecimal, negative, out result);
    }

    private static bool TryScanDigits(ReadOnlySpan<byte> text, bool hexadecimal, bool negative, out FloatText result)
    {
        result = default;
        var length = 0;
        var digits = 0;
        var points = 0;
        var nonZero = false;
        while (length < text.Length)
        {
            var b = text[length];
            if (b == '.' && points == 0)
            {
                points++;
            }
            else if (hexadecimal ? char.IsAsciiHexDigit((char)b) : char.IsAsciiDigit((char)b))
            {
                digits++;
                nonZero |= b != '0';
            }
            else
            {
                break;
            }

            length++;
        }

        if (digits == 0 || !TryScanExponent(text[length..], hexadecimal ? 'p' : 'e', out var exponent))
            return false;

        result = new FloatText
        {
            Kind = hexadecimal ? FloatKind.Hexadecimal : FloatKind.Decimal,
            Negative = negative,
            Digits = text[..length],
            Exponent = exponent,
            HasNonZeroDigit = nonZero,
        };
        return true;
    }

    private static bool TryScanExponent(ReadOnlySpan<byte> text, char mark, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
            return true;

        if ((text[0] | 0x20) != mark)
            return false;

        var digits = text[1..];
        var negative = !digits.IsEmpty && digits[0] == '-';
        if (!digits.IsEmpty && digits[0] is (byte)'-' or (byte)'+')
            digits = digits[1..];

        foreach (var b in digits)
        {
            if (!char.IsAsciiDigit((char)b))
                return false;

            exponent = Math.Min(ExponentClamp, (exponent * 10) + (b - '0'));
        }

        exponent = negative ? -exponent : exponent;
        return !digits.IsEmpty;
    }
}
