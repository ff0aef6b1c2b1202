using System.Text;
using Pika.Storage.Files;
using Pika.Storage.Store;

namespace Pika.Storage.Binlog;

/// <summary>What to show of a log.</summary>
public sealed record BinlogDumpOptions
{
    /// <summary>The first index to show.</summary>
    public ulong From { get; init; } = BinlogFormat.FirstIndex;

    /// <summary>The last index to show.</summary>
    public ulong To { get; init; } = ulong.MaxValue;

    /// <summary>Only records of this database, and those of several; null for all.</summary>
    public int? Database { get; init; }

    /// <summary>How many bytes of each key and value to show at most; the length is always shown.</summary>
    public int PreviewBytes { get; init; } = 64;

    /// <summary>Whether to show the rows, or one line for each record only.</summary>
    public bool Rows { get; init; } = true;
}

/// <summary>Writes records as text: a line for each record, an indented one for each effect, the applied row left out.</summary>
internal sealed class BinlogDump(IFileSystem files, string path, BinlogDumpOptions options, TextWriter output)
{
    public int Run()
    {
        var segments = SegmentInventory.Read(files, path).Segments;
        if (segments.Count == 0)
        {
            output.WriteLine($"no binlog files in '{path}'");
            return BinlogTools.Unusable;
        }
        var start = segments.LastOrDefault(s => s.FirstIndex <= options.From) ?? segments[0];
        using var reader = BinlogReader.OpenFiles(files, path, start.Segment);
        reader.SkipTo(options.From);
        BinlogReadStatus status;
        while ((status = reader.Next()) == BinlogReadStatus.Record)
        {
            if (reader.Record.Index > options.To)
            {
                return BinlogTools.Sound;
            }
            if (options.Database is not { } wanted || reader.Record.Database == wanted || reader.Record.Database == BinlogFormat.NoDatabase)
            {
                Show(reader);
            }
        }
        if (status is BinlogReadStatus.Torn)
        {
            output.WriteLine($"unfinished: {reader.Damage}");
        }
        if (status is BinlogReadStatus.Gone)
        {
            output.WriteLine($"gone: {BinlogFormat.FileName(reader.Segment)} was purged meanwhile");
        }
        if (status is not BinlogReadStatus.Corrupt)
        {
            return BinlogTools.Sound;
        }
        output.WriteLine($"damaged: {reader.Damage}");
        return BinlogTools.Damaged;
    }

    private void Show(BinlogReader reader)
    {
        var record = reader.Record;
        var database = record.Database == BinlogFormat.NoDatabase ? "db*" : $"db{record.Database}";
        output.WriteLine(
            $"{record.Position} {BinlogTools.Time(record.WallMs)} {database} rows={record.RowCount - 1} bytes={record.Bytes.Length} "
                + $"{BinlogFormat.FileName(reader.Segment)}@{reader.RecordOffset}"
        );
        if (!options.Rows)
        {
            return;
        }
        try
        {
            ShowRows(new WriteBatchReader(record.Batch));
        }
        catch (StoreException e)
        {
            output.WriteLine($"    unreadable: {e.Message}");
        }
    }

    private void ShowRows(WriteBatchReader rows)
    {
        rows.Read();
        while (rows.Read())
        {
            var family = FamilyName(rows.Family);
            output.WriteLine(
                rows.Operation switch
                {
                    WriteBatchOperation.Put => $"    put {family} {Text(rows.Key)} = {rows.Value.Length} bytes {Text(rows.Value)}",
                    WriteBatchOperation.Delete => $"    delete {family} {Text(rows.Key)}",
                    _ => $"    delete {family} from {Text(rows.Key)} up to {Text(rows.Value)}",
                }
            );
        }
    }

    private static string FamilyName(Family family) =>
        family switch
        {
            Family.Meta => "meta",
            Family.Data => "data",
            Family.Score => "score",
            Family.Expire => "expire",
            _ => "system",
        };

    /// <summary>Printable ASCII as it is, other bytes as \xNN, cut to the preview's length.</summary>
    private string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var b in bytes[..Math.Min(bytes.Length, options.PreviewBytes)])
        {
            _ = b switch
            {
                (byte)'"' or (byte)'\\' => text.Append('\\').Append((char)b),
                >= 0x20 and < 0x7f => text.Append((char)b),
                _ => text.Append("\\x").Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)),
            };
        }
        return text.Append(bytes.Length > options.PreviewBytes ? "\"..." : "\"").ToString();
    }
}
