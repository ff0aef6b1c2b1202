using Pika.Storage.Files;

namespace Pika.Storage.Binlog;

/// <summary>The segments of a directory as their names and headers tell, without reading a record.</summary>
/// <param name="Segments">In order, each with the figures that its own and its successor's header give.</param>
/// <param name="Unborn">A last file whose header was never finished: a crash came while it was created, and it holds nothing.</param>
internal sealed record SegmentInventory(IReadOnlyList<SegmentState> Segments, BinlogDamage? Unborn)
{
    /// <summary>Reads the headers of all segments.</summary>
    /// <exception cref="BinlogException">A file is missing between two others, or a header is damaged or out of order.</exception>
    public static SegmentInventory Read(IFileSystem files, string path)
    {
        var numbers = BinlogDirectory.ListSegments(files, path);
        var segments = new List<SegmentState>(numbers.Count);
        for (var i = 0; i < numbers.Count; i++)
        {
            if (i > 0 && numbers[i] != numbers[i - 1] + 1)
            {
                throw Damaged(
                    $"'{BinlogDirectory.PathOf(path, numbers[i - 1] + 1)}' is missing, though '{BinlogFormat.FileName(numbers[i])}' exists"
                );
            }
            var file = BinlogDirectory.PathOf(path, numbers[i]);
            if (segments.Count == 0 && i < numbers.Count - 1 && !files.FileExists(file))
            {
                // Purged since the directory was listed; happens to tools beside a live node only.
                continue;
            }
            if (ReadHeader(files, file, numbers[i], out var header, out var length) is not { } flaw)
            {
                Append(segments, header, length, file);
                continue;
            }
            if (i == numbers.Count - 1 && length <= BinlogFormat.SegmentHeaderSize)
            {
                return new SegmentInventory(segments, new BinlogDamage(file, 0, flaw));
            }
            throw Damaged(new BinlogDamage(file, 0, flaw).ToString());
        }
        return new SegmentInventory(segments, null);
    }

    private static void Append(List<SegmentState> segments, BinlogSegmentHeader header, long length, string file)
    {
        if (segments.Count > 0)
        {
            var previous = segments[^1];
            if (header.FirstIndex <= previous.FirstIndex || header.Epoch < previous.FirstEpoch)
            {
                var reason =
                    $"it begins with index {header.FirstIndex} in epoch {header.Epoch}, its predecessor with {previous.FirstIndex}";
                throw Damaged(new BinlogDamage(file, 0, reason).ToString());
            }
            previous.CloseUnread(header);
        }
        segments.Add(new SegmentState(header, length));
    }

    private static string? ReadHeader(IFileSystem files, string path, long segment, out BinlogSegmentHeader header, out long length)
    {
        using var file = files.OpenRead(path);
        length = file.Length;
        var bytes = new FileWindow(BinlogFormat.SegmentHeaderSize).Get(file, 0, BinlogFormat.SegmentHeaderSize, length);
        return BinlogSegmentHeader.TryRead(bytes, segment, out header);
    }

    private static BinlogException Damaged(string what) =>
        new(BinlogFault.Damaged, $"the binlog is damaged: {what}. {BinlogRecovery.Advice}");
}
