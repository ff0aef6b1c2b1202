using System.Globalization;
using Pika.Storage.Files;
using Pika.Storage.Store;

namespace Pika.Storage.Binlog;

/// <summary>
/// Saves the end of a log that has no place in the history any more: what a master wrote that its successor never got. The file is a segment, so that
/// the log's tools read it: a header, and the records as they stood.
/// </summary>
public static class DivergentTail
{
    private const string NamePrefix = "divergent-";
    private const string NameSuffix = ".binlog";

    /// <summary>The file of the youngest epoch that was saved to a directory; null if there is none.</summary>
    public static string? Find(IFileSystem files, string directory)
    {
        var (found, last) = ((string?)null, LogIndex.None);
        foreach (string name in files.List(directory))
        {
            if (TryParseName(name, out var first) && (first.Epoch, first.Index).CompareTo((last.Epoch, last.Index)) >= 0)
            {
                (found, last) = (System.IO.Path.Combine(directory, name), first);
            }
        }

        return found;
    }

    /// <summary>Saves the records from an index on, as far as they are there.</summary>
    /// <param name="log">The log.</param>
    /// <param name="end">Its end.</param>
    /// <param name="from">The first record that does not belong to the history.</param>
    /// <param name="directory">Where the file comes: <c>divergent-EPOCH-INDEX.binlog</c>, named after its first record, and replaced if it exists.</param>
    /// <returns>The file, durable; null when no data would be lost: there are no such records, or they only begin epochs.</returns>
    /// <exception cref="IOException">The disk failed, or the log cannot be read.</exception>
    public static string? Save(BinlogDirectory log, BinlogPosition end, ulong from, string directory)
    {
        from = Math.Max(from, log.FirstIndex);
        if (from > end.Last.Index || HeaderOfData(log, end, from) is not { } header)
        {
            return null;
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{header.Epoch}-{header.FirstIndex}{NameSuffix}");
        var (files, path) = (log.Files, System.IO.Path.Combine(directory, name));
        string unfinished = path + ".part";
        files.Delete(unfinished);
        using (var file = files.OpenAppend(unfinished))
        {
            file.Append(header.ToBytes());
            Read(
                log,
                end,
                from,
                record =>
                {
                    file.Append(record.Bytes);
                    return true;
                }
            );
            file.Sync();
        }

        files.Rename(unfinished, path);
        files.SyncDirectory(directory);
        return path;
    }

    private static bool TryParseName(string name, out LogIndex first)
    {
        first = LogIndex.None;
        if (!name.StartsWith(NamePrefix, StringComparison.Ordinal) || !name.EndsWith(NameSuffix, StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = name[NamePrefix.Length..^NameSuffix.Length].Split('-');
        if (
            parts.Length != 2
            || !uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint epoch)
            || !ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong index)
        )
        {
            return false;
        }

        first = new LogIndex(epoch, index);
        return true;
    }

    // Begins with the first record; null if none of them changes data.
    private static BinlogSegmentHeader? HeaderOfData(BinlogDirectory log, BinlogPosition end, ulong from)
    {
        BinlogSegmentHeader? header = null;
        bool holdsData = false;
        Read(
            log,
            end,
            from,
            record =>
            {
                header ??= new BinlogSegmentHeader(0, record.Index, record.Epoch, record.WallMs);
                holdsData |= ChangesData(record.Batch);
                return !holdsData;
            }
        );
        return holdsData ? header : null;
    }

    private static bool ChangesData(ReadOnlySpan<byte> batch)
    {
        var rows = new WriteBatchReader(batch);
        while (rows.Read())
        {
            if (rows.Family != Family.System || !(rows.Key.SequenceEqual(AppliedRow.Key) || rows.Key.StartsWith(EpochRow.Prefix)))
            {
                return true;
            }
        }

        return false;
    }

    private static void Read(BinlogDirectory log, BinlogPosition end, ulong from, Func<BinlogRecordView, bool> take)
    {
        using var reader = log.OpenReader(from) ?? throw new IOException($"record {from} is not in the log any more");
        BinlogReadStatus status;
        while ((status = reader.Next(end)) == BinlogReadStatus.Record)
        {
            if (!take(reader.Record))
            {
                return;
            }
        }

        if (status != BinlogReadStatus.End)
        {
            throw new IOException($"the log cannot be read from record {from} on: {reader.Damage?.ToString() ?? "a file is gone"}");
        }
    }
}
