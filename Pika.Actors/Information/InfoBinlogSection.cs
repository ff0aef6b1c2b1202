using Pika.Actors.Log;
using Pika.Storage.Binlog;

namespace Pika.Actors.Information;

/// <summary>INFO's section on the log: whether it takes records, what is kept and for whom.</summary>
internal static class InfoBinlogSection
{
    public static void Write(InfoFacts facts, InfoText text)
    {
        var log = facts.Binlog;
        text.Header("Binlog");
        text.Field("binlog_status", log.Status);
        text.Field("binlog_error", InfoText.OneLine(log.Error));
        text.Field("binlog_epoch", log.End.Last.Epoch);
        text.Field("binlog_first_index", log.Segments.Count == 0 ? 0 : (long)log.Segments[0].FirstIndex);
        text.Field("binlog_last_index", (long)log.End.Last.Index);
        text.Field("binlog_durable_index", (long)log.Durable.Last.Index);
        text.Field("binlog_segment", log.End.Segment);
        text.Field("binlog_segment_offset", log.End.Offset);
        text.Field("binlog_segments", log.Segments.Count);
        text.Field("binlog_bytes", log.Segments.Sum(static segment => segment.Bytes));
        text.Field("binlog_bytes_per_second", (long)log.BytesPerSecond);
        text.Field("binlog_unsynced_bytes", log.UnsyncedBytes);
        text.Field("binlog_sync", log.Policy.ToString().ToLowerInvariant());
        text.Field("binlog_store_index", (long)log.StoreIndex);
        text.Field("binlog_replay_bytes", log.ReplayBytes);
        text.Field("binlog_delayed_syncs", log.DelayedSyncs);
        text.Field("binlog_purged_files", log.PurgedFiles);
        Retention(facts, log, text);
    }

    private static void Retention(InfoFacts facts, BinlogFacts log, InfoText text)
    {
        text.Field("binlog_pins", log.Pins.Count);
        for (int i = 0; i < log.Pins.Count; i++)
        {
            var pin = log.Pins[i];
            text.Field(
                $"binlog_pin{i}",
                $"owner={pin.Owner},index={pin.Index},held_bytes={PurgePlan.BytesHeld(log.Segments, pin.Index)},max_bytes={pin.MaxBytes},idle={(facts.SteadyMs - pin.MovedMs) / 1000},max_idle={pin.MaxMs / 1000},log_seconds_left={log.SecondsLeft(pin, facts.SteadyMs)}"
            );
        }

        for (int i = 0; i < log.Kept.Count; i++)
        {
            text.Field($"binlog_kept{i}", $"{BinlogFormat.FileName(log.Kept[i].Segment)}: {log.Kept[i].Reason}");
        }
    }
}
