using System.Text;

namespace Pika.Tests.Differential;

/// <summary>Where two servers differ: at a command of a game, or after the last one, in what they hold.</summary>
/// <param name="Index">The number of the command; the length of the game for a difference in what the servers hold.</param>
/// <param name="Asked">What was sent.</param>
internal sealed record Difference(int Index, string[] Asked, string Expected, string Actual)
{
    /// <inheritdoc/>
    public override string ToString() => $"  {Show(Asked)}\nredis: {Cut(Expected)}\npika:  {Cut(Actual)}\n";

    /// <summary>A command in one line.</summary>
    public static string Show(string[] command) => string.Join(' ', command.Select(word => $"\"{Cut(word)}\""));

    private static string Cut(string bytes)
    {
        var text = new StringBuilder();
        foreach (var c in bytes.Length > 200 ? bytes[..100] + bytes[^100..] : bytes)
            text.Append(c is >= ' ' and <= '~' and not '"' and not '\\' ? c : $"\\x{(int)c:x2}");

        return bytes.Length > 200 ? $"{text} ({bytes.Length} bytes)" : text.ToString();
    }
}
