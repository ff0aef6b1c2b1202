using Pika.Storage.Binlog;

namespace Pika.Actors.Log;

/// <summary>
/// Sound records that follow each other, as they came from a master. The bytes must stay as they are until the records are applied.
/// </summary>
internal sealed class ReceivedRecords
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Where each record ends.</summary>
    private readonly List<int> _ends;

    private ReceivedRecords(ReadOnlyMemory<byte> bytes, List<int> ends, LogIndex first, LogIndex last) =>
        (_bytes, _ends, First, Last) = (bytes, ends, first, last);

    /// <summary>How many there are: at least one.</summary>
    public int Count => _ends.Count;

    /// <summary>Bytes of all together.</summary>
    public int Bytes => _bytes.Length;

    /// <summary>The first of them.</summary>
    public LogIndex First { get; }

    /// <summary>The last of them.</summary>
    public LogIndex Last { get; }

    /// <summary>A record.</summary>
    public ReadOnlyMemory<byte> this[int i] => _bytes[(i == 0 ? 0 : _ends[i - 1]).._ends[i]];

    /// <summary>Takes bytes apart and checks all of them: each record sound by itself, and the next after the one before.</summary>
    /// <param name="bytes">Records back to back, as in a segment file; at least one.</param>
    /// <param name="after">The record that they have to follow.</param>
    /// <param name="flaw">What is wrong, when nothing is returned.</param>
    public static ReceivedRecords? TryParse(ReadOnlyMemory<byte> bytes, LogIndex after, out string? flaw)
    {
        var (ends, first, last, at) = (new List<int>(), LogIndex.None, after, 0);
        flaw = bytes.IsEmpty ? "there are no records" : null;
        while (flaw is null && at < bytes.Length)
        {
            var rest = bytes.Span[at..];
            int size = SizeOf(rest);
            flaw = size > rest.Length ? $"the record behind {last} is cut short" : BinlogRecord.FindFlaw(rest[..size]);
            if (flaw is not null)
            {
                break;
            }

            if (ReceivedRows.FindFlaw(BinlogRecord.Batch(rest[..size])) is { } unsound)
            {
                flaw = $"the record behind {last} cannot be applied: {unsound}";
                break;
            }

            var position = new BinlogRecordView(rest[..size]).Position;
            if (position.Index != last.Index + 1 || position.Epoch < last.Epoch)
            {
                flaw = $"record {position} does not follow {last}";
                break;
            }

            (first, last, at) = (ends.Count == 0 ? position : first, position, at + size);
            ends.Add(at);
        }

        return flaw is null ? new ReceivedRecords(bytes, ends, first, last) : null;
    }

    /// <summary>The records behind an index; null when there are none.</summary>
    public ReceivedRecords? After(ulong index)
    {
        if (index < First.Index)
        {
            return this;
        }

        if (index >= Last.Index)
        {
            return null;
        }

        int skipped = (int)(index - First.Index) + 1;
        int from = _ends[skipped - 1];
        var rest = _bytes[from..];
        var first = new BinlogRecordView(rest.Span[..(_ends[skipped] - from)]).Position;
        return new ReceivedRecords(rest, [.. _ends.Skip(skipped).Select(end => end - from)], first, Last);
    }

    private static int SizeOf(ReadOnlySpan<byte> header)
    {
        if (header.Length < BinlogFormat.RecordHeaderSize)
        {
            return int.MaxValue;
        }

        return (int)Math.Min(BinlogRecord.SizeOf(header), int.MaxValue);
    }
}
