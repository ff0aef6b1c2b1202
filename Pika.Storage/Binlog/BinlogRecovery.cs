using Pika.Storage.Files;

namespace Pika.Storage.Binlog;

/// <summary>
/// Brings log and store together at start: checks the log from the segment that holds the store's applied index on, cuts a torn tail, and
/// hands over the records that the store lacks. Everything is checked before anything is changed or handed over. Older segments are
/// looked at by their headers alone, so that the time depends on what is to be replayed, not on what is retained;
/// a full verify is separate.
/// </summary>
public static class BinlogRecovery
{
    internal const string Advice =
        "Nothing was changed. Restore the data directory from a replica or a backup; 'pika binlog verify DIR' shows the extent";

    /// <summary>Recovers the log of a directory, which is created if it is missing.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="path">The directory of the segment files.</param>
    /// <param name="applied">The store's applied row; <see cref="LogIndex.None"/> when it has none.</param>
    /// <param name="replay">Takes each record after <paramref name="applied"/>, in order, exactly once.</param>
    /// <exception cref="BinlogException">The log is damaged or does not fit the store; nothing was changed.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public static BinlogRecoveryReport Recover(IFileSystem files, string path, LogIndex applied, BinlogRecordHandler replay)
    {
        files.CreateDirectory(path);
        var directory = new BinlogDirectory(files, path);
        var inventory = SegmentInventory.Read(files, path);
        foreach (var segment in inventory.Segments)
        {
            directory.Add(segment);
        }
        if (directory.Current is null)
        {
            ThrowUnless(applied.Index == 0, BinlogFault.AppliedBeyondEnd, $"the log in '{path}' is empty, but the store is at {applied}");
            return new BinlogRecoveryReport(directory, LogIndex.None, 0, Cut(directory, inventory.Unborn));
        }
        var torn = Check(directory, applied) ?? inventory.Unborn;
        var end = directory.Current.End;
        var cut = Cut(directory, torn);
        return new BinlogRecoveryReport(directory, end.Last, Replay(directory, applied, end, replay), cut);
    }

    /// <summary>
    /// Begins a new, empty log behind <paramref name="applied"/>: after a checkpoint was installed, or when the store is ahead of the log
    /// (<see cref="BinlogFault.AppliedBeyondEnd"/>). Removes every older segment; replicas that still need one get a full sync. A crash in
    /// between leaves a state from which the same call goes on.
    /// </summary>
    public static BinlogDirectory StartOver(IFileSystem files, string path, LogIndex applied, TimeProvider clock)
    {
        files.CreateDirectory(path);
        var old = BinlogDirectory.ListSegments(files, path);
        BinlogDirectory.DeleteFiles(files, path, old);
        var directory = new BinlogDirectory(files, path);
        var number = old.Count == 0 ? 0 : old[^1] + 1;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        directory.Create(new BinlogSegmentHeader(number, applied.Index + 1, applied.Epoch, now)).Dispose();
        return directory;
    }

    /// <summary>Reads from the segment that holds the applied record to the end; returns the torn tail, if there is one.</summary>
    private static BinlogDamage? Check(BinlogDirectory directory, LogIndex applied)
    {
        ThrowUnless(
            applied.Index + 1 >= directory.FirstIndex,
            BinlogFault.AppliedBeforeStart,
            $"the store is at {applied}, but the log in '{directory.Path}' begins with {directory.FirstIndex}: records between are gone"
        );
        var start = directory.Segments.Last(s => s.FirstIndex <= Math.Max(applied.Index, directory.FirstIndex)).Segment;
        var before = directory.StateOf(start);
        ThrowUnless(
            applied.Index + 1 != before.FirstIndex || applied.Epoch == before.FirstEpoch,
            BinlogFault.OtherHistory,
            $"the store is at {applied}, but the log goes on after epoch {before.FirstEpoch}: they are of different histories"
        );
        using var reader = new BinlogReader(directory.Files, directory.Path, start, directory.SparseOf);
        BinlogReadStatus status;
        while ((status = reader.Next()) == BinlogReadStatus.Record)
        {
            var record = reader.Record;
            directory.StateOf(reader.Segment).Advance(record, reader.RecordOffset);
            ThrowUnless(
                record.Index != applied.Index || record.Epoch == applied.Epoch,
                BinlogFault.OtherHistory,
                $"the store is at {applied}, but the log's record of that index is {record.Position}: they are of different histories"
            );
        }
        ThrowUnless(status is BinlogReadStatus.End or BinlogReadStatus.Torn, BinlogFault.Damaged, Describe(reader, status));
        var end = directory.Current!.End;
        ThrowUnless(
            applied.Index <= end.Last.Index,
            BinlogFault.AppliedBeyondEnd,
            $"the store is at {applied}, but the log in '{directory.Path}' ends with {end.Last}: its last records are lost"
        );
        directory.Current.SetBytes(end.Last.Index < directory.Current.FirstIndex ? BinlogFormat.SegmentHeaderSize : end.Offset);
        return status == BinlogReadStatus.Torn && reader.Offset > 0 ? reader.Damage : null;
    }

    private static BinlogCut? Cut(BinlogDirectory directory, BinlogDamage? torn)
    {
        if (torn is null)
        {
            return null;
        }
        using var file = directory.Files.OpenAppend(torn.File);
        var bytes = file.Length - torn.Offset;
        if (torn.Offset == 0)
        {
            file.Dispose();
            directory.Files.Delete(torn.File);
            directory.Files.SyncDirectory(directory.Path);
            return new BinlogCut(torn, bytes);
        }
        file.Truncate(torn.Offset);
        file.Sync();
        return new BinlogCut(torn, bytes);
    }

    private static long Replay(BinlogDirectory directory, LogIndex applied, BinlogPosition end, BinlogRecordHandler replay)
    {
        if (applied.Index == end.Last.Index)
        {
            return 0;
        }
        using var reader = directory.OpenReader(applied.Index + 1)!;
        var count = 0L;
        BinlogReadStatus status;
        while ((status = reader.Next(end)) == BinlogReadStatus.Record)
        {
            replay(reader.Record);
            count++;
        }
        ThrowUnless(status == BinlogReadStatus.End, BinlogFault.Damaged, Describe(reader, status));
        return count;
    }

    private static string Describe(BinlogReader reader, BinlogReadStatus status) =>
        status == BinlogReadStatus.Gone
            ? $"segment {BinlogFormat.FileName(reader.Segment)} disappeared while it was read"
            : $"the binlog is damaged before its tail, in {reader.Damage}";

    private static void ThrowUnless(bool condition, BinlogFault fault, string message)
    {
        if (!condition)
        {
            // The log begins anew behind a store that is ahead of it: there is nothing to restore.
            throw new BinlogException(fault, fault == BinlogFault.AppliedBeyondEnd ? message : $"{message}. {Advice}");
        }
    }
}
