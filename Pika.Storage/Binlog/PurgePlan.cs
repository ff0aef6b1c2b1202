namespace Pika.Storage.Binlog;

/// <summary>
/// Decides which segments may go. A segment goes when retention no longer wants it and nobody needs it: the store has made all of it
/// durable, no pin holds a record of it, and every older segment goes too, so that the log never gets a hole. The current segment never
/// goes. Pure: the same arguments give the same plan.
/// </summary>
/// <param name="Delete">The numbers of the segments to delete, the oldest first.</param>
/// <param name="Kept">The segments that retention no longer wants but that stay, each with the reason.</param>
public sealed record PurgePlan(IReadOnlyList<long> Delete, IReadOnlyList<KeptSegment> Kept)
{
    /// <summary>Makes a plan.</summary>
    /// <param name="segments">All segments, from the oldest to the current one.</param>
    /// <param name="durableIndex">The applied index that the store has made durable: recovery needs every record behind it.</param>
    /// <param name="pins">The leases that are held.</param>
    /// <param name="limits">What retention wants.</param>
    /// <param name="nowMs">Milliseconds since 1970.</param>
    /// <param name="upTo">Segments up to this number are unwanted whatever the limits say (PURGELOGSTO).</param>
    public static PurgePlan Make(
        IReadOnlyList<BinlogSegmentInfo> segments,
        ulong durableIndex,
        IReadOnlyList<BinlogPin> pins,
        PurgeLimits limits,
        long nowMs,
        long? upTo = null
    )
    {
        var delete = new List<long>();
        var kept = new List<KeptSegment>();
        var bytes = segments.Sum(static s => s.Bytes);
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            var files = segments.Count - i;
            if (Unwanted(segment, files, bytes, limits, nowMs, upTo))
            {
                var needed = WhyNeeded(segment, files == 1, durableIndex, pins);
                if (needed is null && kept.Count > 0)
                {
                    needed = $"the older {BinlogFormat.FileName(kept[^1].Segment)} stays";
                }
                if (needed is null)
                {
                    delete.Add(segment.Segment);
                }
                else
                {
                    kept.Add(new KeptSegment(segment.Segment, needed));
                }
            }
            else if (kept.Count == 0)
            {
                // A wanted segment ends the purge, even if a clock that was set back makes a later one look old.
                break;
            }
            bytes -= segment.Bytes;
        }
        return new PurgePlan(delete, kept);
    }

    /// <summary>
    /// Bytes of closed segments that could go but for a lease from <paramref name="index"/> on. The current segment stays in any case and
    /// does not count.
    /// </summary>
    public static long BytesHeld(IReadOnlyList<BinlogSegmentInfo> segments, ulong index)
    {
        var bytes = 0L;
        for (var i = 0; i < segments.Count - 1; i++)
        {
            bytes += segments[i].LastIndex >= index ? segments[i].Bytes : 0;
        }
        return bytes;
    }

    /// <summary>Whether retention has no use for the segment: it alone or with all newer ones is beyond a limit.</summary>
    private static bool Unwanted(BinlogSegmentInfo segment, int files, long bytes, PurgeLimits limits, long nowMs, long? upTo) =>
        segment.Segment <= upTo
        || (limits.MaxFiles > 0 && files > limits.MaxFiles)
        || (limits.MaxBytes > 0 && bytes > limits.MaxBytes)
        || (limits.MaxHours > 0 && nowMs - segment.LastRecordMs > limits.MaxHours * 3_600_000L);

    private static string? WhyNeeded(BinlogSegmentInfo segment, bool current, ulong durableIndex, IReadOnlyList<BinlogPin> pins)
    {
        if (current)
        {
            return "it is the current segment";
        }
        if (segment.LastIndex > durableIndex)
        {
            return $"the store is durable up to index {durableIndex}, the segment ends with {segment.LastIndex}";
        }
        foreach (var pin in pins)
        {
            if (pin.Index <= segment.LastIndex)
            {
                return $"'{pin.Owner}' needs the records from index {pin.Index} on";
            }
        }
        return null;
    }
}

/// <summary>How much log retention wants to keep. 0 switches a limit off; a segment beyond any of them may go.</summary>
/// <param name="MaxBytes">The bytes of all segments together.</param>
/// <param name="MaxHours">Hours since a segment's last record.</param>
/// <param name="MaxFiles">The number of segments, the current one included.</param>
public sealed record PurgeLimits(long MaxBytes, int MaxHours, int MaxFiles);

/// <summary>A segment that stays although retention no longer wants it.</summary>
/// <param name="Segment">The number of the file.</param>
/// <param name="Reason">Who needs it, for INFO and the log.</param>
public sealed record KeptSegment(long Segment, string Reason);
