using System.Globalization;
using System.Text;

namespace Pika.Host.Check;

/// <summary>A key that is not the same on both nodes.</summary>
/// <param name="One">The key on the first node; null if it is not there.</param>
/// <param name="Other">The key on the second node; null if it is not there.</param>
internal sealed record KeyDifference(int Database, CheckedKey? One, CheckedKey? Other)
{
    /// <summary>A name is cut here: what identifies it stands in front.</summary>
    private const int LongestName = 200;

    /// <summary>One line for people: database, key, what differs.</summary>
    public string Describe(NodeAddress one, NodeAddress other)
    {
        string key = $"db{Database} {Quote((One ?? Other)!.Name)}";
        return (One, Other) switch
        {
            (null, { } there) => $"{key}: only on {other} ({there.Type})",
            ({ } there, null) => $"{key}: only on {one} ({there.Type})",
            ({ } here, { } there) => $"{key}: {string.Join("; ", Parts(here, there, one, other))}",
            _ => throw new InvalidOperationException("a key that is nowhere does not differ"),
        };
    }

    private static IEnumerable<string> Parts(CheckedKey here, CheckedKey there, NodeAddress one, NodeAddress other)
    {
        if (here.Type != there.Type)
        {
            yield return $"{here.Type} on {one}, {there.Type} on {other}";
        }
        else if (here.Value != there.Value)
        {
            yield return $"the {here.Type} has another value";
        }

        if (here.ExpireAt != there.ExpireAt)
        {
            yield return $"expires {When(here.ExpireAt)} on {one}, {When(there.ExpireAt)} on {other}";
        }
    }

    private static string When(long expireAt)
    {
        if (expireAt == 0)
        {
            return "never";
        }

        return expireAt > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? string.Create(CultureInfo.InvariantCulture, $"at {expireAt} ms")
            : DateTimeOffset.FromUnixTimeMilliseconds(expireAt).ToString("'at' yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    private static string Quote(byte[] name)
    {
        var text = new StringBuilder("\"");
        foreach (byte b in name.Take(LongestName))
        {
            _ = b switch
            {
                (byte)'"' or (byte)'\\' => text.Append('\\').Append((char)b),
                >= 0x20 and < 0x7F => text.Append((char)b),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}"),
            };
        }

        return text.Append(name.Length > LongestName ? "..." : "").Append('"').ToString();
    }
}
