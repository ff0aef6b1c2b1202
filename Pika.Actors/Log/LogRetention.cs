using Pika.Actors.Configuration;
using Pika.Storage.Binlog;

namespace Pika.Actors.Log;

/// <summary>
/// Decides what becomes of old segments: which leases are revoked, which segments are released, and when the store has to be flushed so
/// that it needs less of the log. Pure: figures and time are arguments.
/// </summary>
internal sealed class LogRetention
{
    /// <summary>
    /// Log behind the store's durable state at which the store is flushed: what a restart replays, in a few seconds. Rows that are written
    /// again and again fill the log without ever filling a memtable, so nothing else bounds it. Not smaller, because each flush writes
    /// files that have to be compacted.
    /// </summary>
    public const long ReplayBytes = 256 << 20;

    /// <summary>The shortest time between two flushes for the sake of retention, and after one that failed.</summary>
    public const long FlushPauseMs = 10_000;

    private long? _purgeTo;
    private long _flushNotBeforeMs = long.MinValue;

    /// <summary>The leases on records.</summary>
    public BinlogPins Pins { get; } = new();

    /// <summary>What the last decision left although retention does not want it.</summary>
    public IReadOnlyList<KeptSegment> Kept { get; private set; } = [];

    /// <summary>PURGELOGSTO: the next decision takes these for unwanted, and may flush the store for it at once.</summary>
    public void PurgeTo(long segment) => (_purgeTo, _flushNotBeforeMs) = (Math.Max(segment, _purgeTo ?? segment), long.MinValue);

    /// <summary>Decides.</summary>
    /// <param name="segments">All segments, from the oldest to the current one.</param>
    /// <param name="storeIndex">The last record that the store holds on disk.</param>
    /// <param name="replayBytes">Bytes of the records behind it.</param>
    /// <param name="config">What is kept for how long.</param>
    /// <param name="nowMs">Unix ms, as in the segments: their age counts.</param>
    /// <param name="steadyMs">The same moment by the steady clock, by which leases and pauses are timed.</param>
    public RetentionDecision Decide(
        IReadOnlyList<BinlogSegmentInfo> segments,
        ulong storeIndex,
        long replayBytes,
        ServerConfig config,
        long nowMs,
        long steadyMs
    )
    {
        var revoked = Pins.Revoke(segments, steadyMs);
        var limits = new PurgeLimits(config.BinlogRetentionBytes, config.BinlogRetentionHours, config.BinlogRetentionFiles);
        var plan = PurgePlan.Make(segments, storeIndex, Pins.Held, limits, nowMs, _purgeTo);
        Kept = plan.Kept;
        bool heldByStore = plan.Kept.Any(kept => IsClosedAbove(segments, kept.Segment, storeIndex));
        long? ordered = null;
        bool flush = (heldByStore || replayBytes > ReplayBytes) && steadyMs >= _flushNotBeforeMs;
        if (!flush)
        {
            // What is kept now is kept for others, and the order has been carried out as far as possible.
            (ordered, _purgeTo) = (_purgeTo, null);
        }

        var left = plan.Kept.FirstOrDefault(kept => kept.Segment <= ordered && kept.Segment != segments[^1].Segment);
        return new RetentionDecision(revoked, plan.Delete, flush, left);
    }

    /// <summary>The store is being flushed, or has just failed to be.</summary>
    public void Flushing(long steadyMs) => _flushNotBeforeMs = steadyMs + FlushPauseMs;

    private static bool IsClosedAbove(IReadOnlyList<BinlogSegmentInfo> segments, long number, ulong storeIndex) =>
        number != segments[^1].Segment && segments.First(segment => segment.Segment == number).LastIndex > storeIndex;
}

/// <summary>What to do now.</summary>
/// <param name="Revoked">Leases that are gone; their owners are to be told.</param>
/// <param name="Release">Segments to delete, the oldest first.</param>
/// <param name="Flush">Flush the store, then decide again.</param>
/// <param name="Left">The first segment that stays although PURGELOGSTO has asked for its end; null otherwise.</param>
internal sealed record RetentionDecision(
    IReadOnlyList<RevokedPin> Revoked,
    IReadOnlyList<long> Release,
    bool Flush,
    KeptSegment? Left = null
);
