using System.Globalization;
using System.Numerics;

namespace Akka.Configuration;

/// <summary>How the text of a HOCON scalar becomes a boolean, a duration or a size in bytes.</summary>
internal static class ConfigValues
{
    private static readonly (string Unit, double Milliseconds)[] Durations =
    [
        ("nanoseconds", 1e-6),
        ("nanosecond", 1e-6),
        ("nanos", 1e-6),
        ("ns", 1e-6),
        ("microseconds", 1e-3),
        ("microsecond", 1e-3),
        ("micros", 1e-3),
        ("us", 1e-3),
        ("milliseconds", 1),
        ("millisecond", 1),
        ("millis", 1),
        ("ms", 1),
        ("seconds", 1e3),
        ("second", 1e3),
        ("s", 1e3),
        ("minutes", 6e4),
        ("minute", 6e4),
        ("m", 6e4),
        ("hours", 36e5),
        ("hour", 36e5),
        ("h", 36e5),
        ("days", 864e5),
        ("day", 864e5),
        ("d", 864e5),
    ];

    private static readonly Dictionary<string, long> Sizes = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["b"] = 1,
        ["B"] = 1,
        ["byte"] = 1,
        ["bytes"] = 1,
        ["kB"] = 1_000,
        ["kilobyte"] = 1_000,
        ["kilobytes"] = 1_000,
        ["k"] = 1L << 10,
        ["K"] = 1L << 10,
        ["Ki"] = 1L << 10,
        ["KiB"] = 1L << 10,
        ["kibibyte"] = 1L << 10,
        ["kibibytes"] = 1L << 10,
        ["MB"] = 1_000_000,
        ["megabyte"] = 1_000_000,
        ["megabytes"] = 1_000_000,
        ["m"] = 1L << 20,
        ["M"] = 1L << 20,
        ["Mi"] = 1L << 20,
        ["MiB"] = 1L << 20,
        ["mebibyte"] = 1L << 20,
        ["mebibytes"] = 1L << 20,
        ["GB"] = 1_000_000_000,
        ["gigabyte"] = 1_000_000_000,
        ["gigabytes"] = 1_000_000_000,
        ["g"] = 1L << 30,
        ["G"] = 1L << 30,
        ["Gi"] = 1L << 30,
        ["GiB"] = 1L << 30,
        ["gibibyte"] = 1L << 30,
        ["gibibytes"] = 1L << 30,
    };

    public static bool Boolean(string path, string text) =>
        text switch
        {
            "on" or "true" or "yes" => true,
            "off" or "false" or "no" => false,
            _ => throw Bad(path, text, "a boolean (on, off, true, false, yes, no)"),
        };

    public static T Number<T>(string path, string text)
        where T : struct, INumberBase<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(path, text, "a number");

    public static TimeSpan Duration(string path, string text, bool allowInfinite)
    {
        if (allowInfinite && text is "infinite" or "off")
            return Timeout.InfiniteTimeSpan;
        var (number, unit) = SplitUnit(text);
        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
        {
            if (unit.Length == 0)
                return TimeSpan.FromMilliseconds(amount);
            foreach (var (name, milliseconds) in Durations)
            {
                if (name == unit)
                    return TimeSpan.FromTicks((long)(amount * milliseconds * TimeSpan.TicksPerMillisecond));
            }
        }

        throw Bad(path, text, "a duration such as 100ms, 5s or infinite");
    }

    public static long ByteSize(string path, string text)
    {
        var (number, unit) = SplitUnit(text);
        return
            double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            && Sizes.TryGetValue(unit, out var factor)
            ? (long)(amount * factor)
            : throw Bad(path, text, "a size in bytes such as 64k, 100MiB or 1GB");
    }

    private static (string Number, string Unit) SplitUnit(string text)
    {
        var end = text.Length;
        while (end > 0 && char.IsLetter(text[end - 1]))
            end--;
        return (text[..end].Trim(), text[end..]);
    }

    private static ConfigurationException Bad(string path, string text, string expected) =>
        new($"{path} = '{text}': {expected} is expected");
}
