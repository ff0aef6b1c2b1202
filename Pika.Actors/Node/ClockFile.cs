using System.Globalization;
using System.Text;
using Pika.Actors.Configuration;
using Pika.Storage;
using Pika.Storage.Files;
using Pika.Storage.Snapshots;

namespace Pika.Actors.Node;

/// <summary>
/// How far the master's clock is ahead of this node's, kept on disk (docs/formats/clock.md), so that a replica that is started goes by its master's clock before it hears of
/// it again. A file that is damaged says nothing. All methods block.
/// </summary>
internal sealed class ClockFile(IFileSystem files, string directory)
{
    /// <summary>Far more than a line has.</summary>
    private const int MaxBytes = 100;

    private readonly string _path = Path.Combine(directory, "clock");

    /// <summary>That of a node.</summary>
    public static ClockFile Of(IFileSystem files, ServerConfig config) => new(files, Path.GetFullPath(config.Dir));

    /// <summary>Milliseconds, negative when the master's is behind; null if nothing is known.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public long? Read()
    {
        string[] words = Encoding.UTF8.GetString(WholeFiles.Read(files, _path, MaxBytes) ?? []).TrimEnd('\n').Split(' ');
        return
            words is [var text, var crc]
            && crc == Crc(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long ahead)
            ? ahead
            : null;
    }

    /// <summary>Keeps it.</summary>
    /// <exception cref="IOException">The disk failed; what was kept before stays.</exception>
    public void Write(long aheadMs) => WholeFiles.Write(files, _path, Encoding.UTF8.GetBytes(Format(aheadMs)));

    /// <summary>What stands in the file.</summary>
    public static string Format(long aheadMs)
    {
        string text = aheadMs.ToString(CultureInfo.InvariantCulture);
        return $"{text} {Crc(text)}\n";
    }

    private static string Crc(string text) => Crc32C.Append(0, Encoding.UTF8.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);
}
