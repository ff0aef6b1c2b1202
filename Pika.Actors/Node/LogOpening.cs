using Microsoft.Extensions.Logging;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>Brings log and store together at start: what the log has and the store lacks is applied, record by record.</summary>
internal static class LogOpening
{
    /// <summary>Recovers the log, replays it, and opens its end for appending.</summary>
    public static (BinlogWriter Writer, IdCounters Ids) Open(NodeParts parts)
    {
        var log = parts.Loggers.CreateLogger("Pika.Binlog");
        var (applied, ids) = ReadApplied(parts.Store);
        var report = Recover(parts, applied, log);
        if (report.Cut is { } cut)
        {
            log.TornTailCut(cut.ToString());
        }

        if (report.Replayed > 0)
        {
            log.Replayed(report.Replayed, report.Last.ToString());
            (_, ids) = ReadApplied(parts.Store);
        }

        var writer = BinlogWriter.Open(report.Directory, parts.ConfigService.Config.BinlogFileSize, parts.Time);
        return (writer, new IdCounters(ids));
    }

    // After a power cut the store may have flushed what the log had not synced yet. The store then has all that the log had and more:
    // the data is whole, and the log goes on behind it.
    private static BinlogRecoveryReport Recover(NodeParts parts, LogIndex applied, ILogger log)
    {
        try
        {
            return BinlogRecovery.Recover(
                parts.Files,
                parts.BinlogDirectory,
                applied,
                record => parts.Store.Write(record.Batch, noSlowdown: false)
            );
        }
        catch (BinlogException failure) when (failure.Fault == BinlogFault.AppliedBeyondEnd)
        {
            if (parts.Received.IsInstalled)
            {
                log.LogBegun(applied.ToString());
            }
            else
            {
                log.LogStartedOver(failure.Message);
            }

            var directory = BinlogRecovery.StartOver(parts.Files, parts.BinlogDirectory, applied, parts.Time);
            return new BinlogRecoveryReport(directory, applied, 0, null);
        }
    }

    private static (LogIndex Applied, LastIds Ids) ReadApplied(IStore store)
    {
        if (store.Get(Family.System, AppliedRow.Key, ReadTier.All, null, out var row) != ReadStatus.Found)
        {
            return default;
        }

        using (row)
        {
            return (AppliedRow.ReadValue(row.Value), AppliedRow.ReadIds(row.Value));
        }
    }
}
