using Pika.Storage.Binlog;
using Pika.Storage.Store;
using Pika.Tests.Simulated.Machines;
using Pika.Tests.Support;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// What only one node has is not thrown away: when the data of a full sync take the place of a node's, those records of its log that change data, and that can never be
/// in the history that it takes over, stand in a file beside the log before the log goes. Who follows a master with which it has nothing in common gives up its data, as
/// with Redis.
/// </summary>
internal sealed class TailCheck
{
    private readonly SimulatedCluster _cluster;

    public TailCheck(SimulatedCluster cluster)
    {
        _cluster = cluster;
        foreach (var machine in cluster.Machines)
            machine.Installing += OnInstalling;
    }

    // The old log is moved aside by then, and is deleted next.
    private void OnInstalling(SimulatedMachine machine, SimulatedStore got)
    {
        if (machine.IsDamaged || !got.HasAny(machine.History) || !machine.Disk.DirectoryExists(SimulatedMachine.Folder.OldLog))
            return;
        var lost = Discarded(machine, got);
        if (lost.Count == 0)
            return;
        _cluster.History.Sometimes("a tail that diverged went with its log");
        var saved = Saved(machine.Disk);
        if (lost.FirstOrDefault(record => !saved.Contains(record)) is { Index.Index: > 0 } missing)
            _cluster.History.Violate(
                "tail",
                $"{machine.Name} takes over the data of a full sync at {got.Applied}, and its own record {missing.Index} is in no file: {lost.Count} go"
            );
    }

    private List<Record> Discarded(SimulatedMachine machine, SimulatedStore got)
    {
        var lost = new List<Record>();
        var log = SimulatedMachine.Folder.OldLog;
        if (SegmentInventory.Read(machine.Disk, log).Segments is not [var first, ..])
            return lost;
        using var reader = BinlogReader.OpenFiles(machine.Disk, log, first.Segment);
        while (reader.Next() == BinlogReadStatus.Record)
        {
            var record = reader.Record;
            if (
                machine.History.Find(record.Epoch) is { } epoch
                && IsLost(machine, got, epoch, record.Position)
                && ChangesData(record.Batch)
            )
                lost.Add(new Record(record.Position, record.Crc));
        }

        return lost;
    }

    private bool IsLost(SimulatedMachine machine, SimulatedStore got, LogEpoch epoch, LogIndex record) =>
        got.Excludes(epoch, record) && !_cluster.Machines.Any(other => other != machine && other.Store?.Holds(epoch, record) == true);

    // All of the files that a machine has; what is torn or damaged there is not saved.
    private static HashSet<Record> Saved(SimulatedFileSystem disk)
    {
        var saved = new HashSet<Record>();
        foreach (var name in disk.List(SimulatedMachine.Folder.Data).Where(name => name.EndsWith(".binlog", StringComparison.Ordinal)))
        {
            var file = disk[Path.Combine(SimulatedMachine.Folder.Data, name)];
            var bytes = file.AsSpan(Math.Min(BinlogFormat.SegmentHeaderSize, file.Length));
            while (bytes.Length >= BinlogRecord.Prefix && BinlogRecord.SizeOf(bytes) is var size && size <= bytes.Length)
            {
                if (BinlogRecord.FindFlaw(bytes[..(int)size]) is null)
                {
                    var record = new BinlogRecordView(bytes[..(int)size]);
                    saved.Add(new Record(record.Position, record.Crc));
                }

                bytes = bytes[(int)size..];
            }
        }

        return saved;
    }

    private static bool ChangesData(ReadOnlySpan<byte> batch)
    {
        var rows = new WriteBatchReader(batch);
        while (rows.Read())
        {
            if (rows.Family != Family.System)
                return true;
        }

        return false;
    }

    private readonly record struct Record(LogIndex Index, uint Crc);
}
