using System.Globalization;

namespace Pika.Actors.Configuration;

/// <summary>Sizes as Redis writes them: <c>1k</c> is 1000 bytes and <c>1kb</c> is 1024, likewise <c>m</c>, <c>mb</c>, <c>g</c>, <c>gb</c>.</summary>
internal static class MemorySize
{
    /// <summary>Parses a size; false for anything but digits with a unit, and for more than 2^63-1 bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        var digits = text.AsSpan().TrimStart("0123456789");
        var number = text.AsSpan(0, text.Length - digits.Length);
        bytes = 0;
        return UnitOf(digits) is { } unit
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && TryMultiply(count, unit, out bytes);
    }

    /// <summary>The shortest exact form: 104857600 is <c>100mb</c>.</summary>
    public static string Format(long bytes)
    {
        foreach (var (suffix, shift) in (ReadOnlySpan<(string, int)>)[("gb", 30), ("mb", 20), ("kb", 10)])
        {
            if (bytes > 0 && bytes % (1L << shift) == 0)
            {
                return (bytes >> shift).ToString(CultureInfo.InvariantCulture) + suffix;
            }
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }

    private static long? UnitOf(ReadOnlySpan<char> suffix)
    {
        Span<char> lower = stackalloc char[2];
        if (suffix.Length > lower.Length)
        {
            return null;
        }

        return lower[..suffix.ToLowerInvariant(lower)] switch
        {
            "" or "b" => 1,
            "k" => 1000,
            "kb" => 1L << 10,
            "m" => 1_000_000,
            "mb" => 1L << 20,
            "g" => 1_000_000_000,
            "gb" => 1L << 30,
            _ => null,
        };
    }

    private static bool TryMultiply(long count, long unit, out long bytes)
    {
        var product = (Int128)count * unit;
        bytes = product > long.MaxValue ? 0 : (long)product;
        return product <= long.MaxValue;
    }
}
