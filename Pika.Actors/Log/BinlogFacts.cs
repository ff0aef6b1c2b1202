using Pika.Actors.Configuration;
using Pika.Storage.Binlog;

namespace Pika.Actors.Log;

/// <summary>The state of the log for INFO, published by <see cref="Log.Binlog"/> every second and when it changes.</summary>
public sealed record BinlogFacts
{
    /// <summary>Before the log is open.</summary>
    public static BinlogFacts None { get; } = new();

    /// <summary><c>ok</c>; <c>refusing</c> while writes get an error that may pass; <c>failed</c> when only a restart helps.</summary>
    public string Status { get; init; } = "ok";

    /// <summary>Why writes are refused; empty when they are not.</summary>
    public string Error { get; init; } = "";

    /// <summary>The segments, from the oldest to the current one.</summary>
    public IReadOnlyList<BinlogSegmentInfo> Segments { get; init; } = [];

    /// <summary>The end of the log.</summary>
    public BinlogPosition End { get; init; }

    /// <summary>The end of what a sync has covered.</summary>
    public BinlogPosition Durable { get; init; }

    /// <summary>Bytes of the current segment that no sync has covered.</summary>
    public long UnsyncedBytes { get; init; }

    /// <summary>The setting in force.</summary>
    public AppendFsync Policy { get; init; }

    /// <summary>The last record that the store holds on disk: a restart replays what follows.</summary>
    public ulong StoreIndex { get; init; }

    /// <summary>Bytes of records that a restart would replay.</summary>
    public long ReplayBytes { get; init; }

    /// <summary>Syncs that writes had to wait for with <c>appendfsync everysec</c>.</summary>
    public long DelayedSyncs { get; init; }

    /// <summary>Files deleted since the start.</summary>
    public long PurgedFiles { get; init; }

    /// <summary>The leases on records, the one that holds back most first.</summary>
    public IReadOnlyList<BinlogPin> Pins { get; init; } = [];

    /// <summary>Segments that retention no longer wants, and who needs them.</summary>
    public IReadOnlyList<KeptSegment> Kept { get; init; } = [];

    /// <summary>How fast the log grows: the mean over the last minute.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>The length at which a file is full.</summary>
    public long FileBytes { get; init; }

    /// <summary>
    /// For how many seconds the records of a lease would be kept if its owner stood still from now on and the log grew as it does. The lease ends with its time, or when
    /// it holds back more bytes of closed files than it may; which files close when follows from the rate.
    /// </summary>
    public long SecondsLeft(BinlogPin pin, long steadyMs)
    {
        long held = PurgePlan.BytesHeld(Segments, pin.Index);
        double left = (held == 0 ? pin.MaxMs : pin.MovedMs + pin.MaxMs - steadyMs) / 1000;
        if (BytesPerSecond > 0 && FileBytes > 0)
        {
            long closings = (Math.Max(0, pin.MaxBytes - held) / FileBytes) + 1;
            left = Math.Min(left, ((closings * FileBytes) - End.Offset) / BytesPerSecond);
        }

        return (long)Math.Max(0, left);
    }

    /// <summary>The same, with the log's end as it is at this moment.</summary>
    internal BinlogFacts At(BinlogWriter writer, ServerConfig config) =>
        this with
        {
            Segments = writer.Directory.Segments,
            End = writer.Position,
            Durable = writer.Durable,
            UnsyncedBytes = writer.UnsyncedBytes,
            Policy = config.AppendFsync,
            FileBytes = config.BinlogFileSize,
        };
}
