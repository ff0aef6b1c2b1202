using Pika.Storage.Files;

namespace Pika.Storage.Binlog;

/// <summary>
/// The segments of one log, in order: what recovery found, the writer added and purge took away. Safe for several threads; deciding what
/// is purged is not its business (see <see cref="PurgePlan"/>).
/// </summary>
public sealed class BinlogDirectory
{
    private readonly Lock _gate = new();
    private readonly List<SegmentState> _segments = [];

    internal BinlogDirectory(IFileSystem files, string path)
    {
        Files = files;
        Path = path;
    }

    /// <summary>The directory of the segment files.</summary>
    public string Path { get; }

    /// <summary>The segments from the oldest to the current one.</summary>
    public IReadOnlyList<BinlogSegmentInfo> Segments
    {
        get
        {
            lock (_gate)
            {
                return _segments.ConvertAll(static s => s.Info);
            }
        }
    }

    /// <summary>The oldest index that the log still holds, or will hold next while it is empty.</summary>
    public ulong FirstIndex
    {
        get
        {
            lock (_gate)
            {
                return _segments.Count == 0 ? BinlogFormat.FirstIndex : _segments[0].FirstIndex;
            }
        }
    }

    internal IFileSystem Files { get; }

    internal SegmentState? Current
    {
        get
        {
            lock (_gate)
            {
                return _segments.Count == 0 ? null : _segments[^1];
            }
        }
    }

    /// <summary>The full path of a segment's file.</summary>
    public string PathOf(long segment) => PathOf(Path, segment);

    /// <summary>What is known of one segment; null when the log does not have it (any more).</summary>
    public BinlogSegmentInfo? Find(long segment)
    {
        lock (_gate)
        {
            return _segments.Find(s => s.Segment == segment)?.Info;
        }
    }

    /// <summary>
    /// Bytes of the records from <paramref name="index"/> to the end: what a restart would replay if the store were durable up to the
    /// record before it. Up to <see cref="SparseIndex.StepBytes"/> too many.
    /// </summary>
    public long BytesFrom(ulong index)
    {
        lock (_gate)
        {
            var bytes = 0L;
            for (var i = _segments.Count - 1; i >= 0; i--)
            {
                var (segment, end) = (_segments[i], _segments[i].End);
                if (end.Last.Index < index)
                {
                    break;
                }
                var inside = segment.FirstIndex < index && segment.Sparse.TryFind(index, out _, out var offset) ? offset : 0;
                bytes += end.Offset - Math.Max(inside, BinlogFormat.SegmentHeaderSize);
            }
            return bytes;
        }
    }

    /// <summary>
    /// Opens a reader that stands before the record <paramref name="index"/>; null when the log does not hold it and it is not the
    /// next one to be written. Pin the index first, or purge may take the file away under the reader.
    /// </summary>
    public BinlogReader? OpenReader(ulong index)
    {
        SegmentState? holder = null;
        lock (_gate)
        {
            holder = _segments.FindLast(s => s.FirstIndex <= index);
        }
        if (holder is null || index > holder.End.Last.Index + 1)
        {
            return null;
        }
        var reader = new BinlogReader(Files, Path, holder.Segment, SparseOf);
        if (holder.Sparse.TryFind(index, out var near, out var offset))
        {
            reader.StartAt(near, offset);
        }
        reader.SkipTo(index);
        return reader;
    }

    /// <summary>
    /// Deletes segment files, the oldest first, and makes that durable. Touches no state: may run on any thread, after
    /// <see cref="Forget"/> has taken the segments from the list.
    /// </summary>
    public static void DeleteFiles(IFileSystem files, string path, IEnumerable<long> segments)
    {
        foreach (var segment in segments.Order())
        {
            files.Delete(PathOf(path, segment));
        }
        files.SyncDirectory(path);
    }

    /// <summary>Takes all segments up to and with this one from the list, but never the current one; returns the numbers taken.</summary>
    public IReadOnlyList<long> Forget(long upTo)
    {
        lock (_gate)
        {
            var count = Math.Min(_segments.Count(s => s.Segment <= upTo), Math.Max(0, _segments.Count - 1));
            var taken = _segments.Take(count).Select(static s => s.Segment).ToList();
            _segments.RemoveRange(0, count);
            return taken;
        }
    }

    internal static string PathOf(string path, long segment) => System.IO.Path.Combine(path, BinlogFormat.FileName(segment));

    /// <summary>The numbers of the segment files in a directory, ascending; other files are none of our business.</summary>
    internal static List<long> ListSegments(IFileSystem files, string path)
    {
        var numbers = new List<long>();
        foreach (var name in files.List(path))
        {
            if (BinlogFormat.TryParseFileName(name, out var number))
            {
                numbers.Add(number);
            }
        }
        numbers.Sort();
        return numbers;
    }

    /// <summary>
    /// Creates a segment, durable with its name before it is returned. A failure leaves the log as it was, without the file where possible;
    /// a file without a whole header is no segment yet, and recovery removes it.
    /// </summary>
    internal IAppendFile Create(BinlogSegmentHeader header)
    {
        var path = PathOf(header.Segment);
        var file = Files.OpenAppend(path);
        try
        {
            if (file.Length > 0)
            {
                file.Truncate(0);
            }
            file.Append(header.ToBytes());
            MakeDurable(file, path);
        }
        catch
        {
            file.Dispose();
            TryDelete(path);
            throw;
        }
        Add(new SegmentState(header, BinlogFormat.SegmentHeaderSize));
        return file;
    }

    // A file that has its header is the next segment, to whoever finds it: nothing may be appended to the one before once it can be there.
    private void MakeDurable(IAppendFile file, string path)
    {
        try
        {
            file.Sync();
            Files.SyncDirectory(Path);
        }
        catch (IOException e)
        {
            throw BinlogException.OfSync(path, e);
        }
    }

    internal void Add(SegmentState segment)
    {
        lock (_gate)
        {
            _segments.Add(segment);
        }
    }

    internal SegmentState StateOf(long segment)
    {
        lock (_gate)
        {
            return _segments.Find(s => s.Segment == segment)
                ?? throw new InvalidOperationException($"segment {segment} is not in the list");
        }
    }

    internal SparseIndex? SparseOf(long segment)
    {
        lock (_gate)
        {
            return _segments.Find(s => s.Segment == segment)?.Sparse;
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            Files.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report; a torn header is removed by recovery or by the next attempt.
        }
    }
}
