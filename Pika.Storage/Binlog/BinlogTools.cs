using System.Globalization;
using Pika.Storage.Files;

namespace Pika.Storage.Binlog;

/// <summary>
/// What <c>pika binlog</c> does, as text for people. Opens files for reading only, and may run beside the node that writes them: a
/// tail that is being written shows as unfinished, a segment that is purged meanwhile as gone.
/// </summary>
public static class BinlogTools
{
    /// <summary>The exit code of a sound log.</summary>
    public const int Sound = 0;

    /// <summary>The exit code of a damaged log.</summary>
    public const int Damaged = 1;

    /// <summary>The exit code when there is nothing to look at, or it cannot be read.</summary>
    public const int Unusable = 2;

    /// <summary>Lists the segments: what their headers tell, and of the last one also its records. Returns an exit code.</summary>
    public static int List(IFileSystem files, string path, TextWriter output) =>
        Guard(output, () => new BinlogVerification(files, path, output).List());

    /// <summary>Reads everything and tells what is sound and what is not, the first damage last. Returns an exit code.</summary>
    public static int Verify(IFileSystem files, string path, TextWriter output) =>
        Guard(output, () => new BinlogVerification(files, path, output).Verify());

    /// <summary>Writes the effects of records as text, the oldest first. Returns an exit code.</summary>
    public static int Dump(IFileSystem files, string path, BinlogDumpOptions options, TextWriter output) =>
        Guard(output, () => new BinlogDump(files, path, options, output).Run());

    /// <summary>A time of a record or header, in UTC; the bare number when it is no date.</summary>
    internal static string Time(long ms) =>
        ms is >= 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : ms.ToString(CultureInfo.InvariantCulture);

    private static int Guard(TextWriter output, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (BinlogException e)
        {
            output.WriteLine($"damaged: {e.Message}");
            return Damaged;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"cannot read: {e.Message}");
            return Unusable;
        }
    }
}
