using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// What has come of the stream and is not taken up yet, in order. What comes while records are being applied is put together, so that a replica which is behind
/// takes larger steps. A gap, a disorder and a repetition are errors: an ordered link has none.
/// </summary>
/// <param name="after">The record behind which the stream begins.</param>
internal sealed class RecordInbox(ulong after)
{
    /// <summary>Frames are put together up to this many bytes: enough to make the steps cheap, few enough that readers see them soon.</summary>
    private const int MergeBytes = 1 << 20;

    private readonly Queue<Payload> _waiting = new();

    /// <summary>A record that comes in parts; null if none does.</summary>
    private Payload? _record;
    private ulong _recordIndex;

    /// <summary>The bytes of <see cref="_record"/> that are there.</summary>
    private int _filled;

    /// <summary>The last record that has come, whole.</summary>
    public ulong Last { get; private set; } = after;

    /// <summary>Bytes that wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether nothing waits that could be taken.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Takes records over. Null, or what is wrong with them.</summary>
    public string? Add(Frame.Records records)
    {
        if (Flaw(records.First, records.Bytes.Length) is { } flaw)
        {
            records.Release();
            return flaw;
        }

        Enqueue(records.Bytes);
        Last += (ulong)records.Count;
        return null;
    }

    /// <summary>Takes a part of a record over. Null, or what is wrong with it.</summary>
    public string? Add(Frame.RecordPart part)
    {
        try
        {
            return Flaw(part) ?? Fill(part);
        }
        finally
        {
            part.Release();
        }
    }

    /// <summary>Gives away the oldest of what waits, as records back to back; null if there is nothing.</summary>
    public Payload? Take()
    {
        if (!_waiting.TryDequeue(out var first))
        {
            return null;
        }

        Bytes -= first.Length;
        if (!_waiting.TryPeek(out var next) || first.Length + (long)next.Length > MergeBytes)
        {
            return first;
        }

        var merged = Payload.Rent(LengthToMerge(first.Length));
        int at = 0;
        for (var payload = first; ; payload = _waiting.Dequeue())
        {
            payload.Span.CopyTo(merged.Span[at..]);
            at += payload.Length;
            payload.Release();
            if (at == merged.Length)
            {
                Bytes -= at - first.Length;
                return merged;
            }
        }
    }

    /// <summary>The link has ended: lets go of everything.</summary>
    public void Clear()
    {
        while (_waiting.TryDequeue(out var payload))
        {
            payload.Release();
        }

        _record?.Release();
        (_record, Bytes) = (null, 0);
    }

    private int LengthToMerge(int length)
    {
        foreach (var payload in _waiting)
        {
            if (length + (long)payload.Length > MergeBytes)
            {
                break;
            }

            length += payload.Length;
        }

        return length;
    }

    private string? Flaw(ulong first, int bytes)
    {
        if (_record is not null)
        {
            return $"records from {first} on have come before record {_recordIndex} was whole";
        }

        if (first != Last + 1)
        {
            return $"record {first} has come, where {Last + 1} should";
        }

        return Bytes + bytes > WireLimits.MaxHeld ? $"the master has sent more than {WireLimits.MaxHeld} bytes ahead" : null;
    }

    private string? Flaw(Frame.RecordPart part)
    {
        if (part.Offset == 0)
        {
            return part.Total is <= 0 or > BinlogFormat.MaxRecordSize
                ? $"record {part.Index} is told to have {part.Total} bytes"
                : Flaw(part.Index, 0) ?? FlawOfEnd(part);
        }

        bool follows = _record is { } record && (part.Index, part.Offset, part.Total) == (_recordIndex, _filled, record.Length);
        return follows
            ? FlawOfEnd(part)
            : $"a part of record {part.Index} from {part.Offset} on does not follow what has come of record {_recordIndex}";
    }

    private static string? FlawOfEnd(Frame.RecordPart part) =>
        part.Bytes.Length > part.Total - part.Offset ? $"record {part.Index} is longer than it should be" : null;

    private string? Fill(Frame.RecordPart part)
    {
        if (part.Offset == 0)
        {
            (_record, _recordIndex, _filled) = (Payload.Rent(part.Total), part.Index, 0);
        }

        part.Bytes.Span.CopyTo(_record!.Span[_filled..]);
        _filled += part.Bytes.Length;
        if (_filled == _record.Length)
        {
            Enqueue(_record);
            (_record, Last) = (null, _recordIndex);
        }

        return null;
    }

    private void Enqueue(Payload payload)
    {
        _waiting.Enqueue(payload);
        Bytes += payload.Length;
    }
}
