using Pika.Storage.Binlog;
using Pika.Storage.Files;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;

namespace Pika.Tests.Simulated.Machines;

/// <summary>
/// The store of a simulated machine: rows in memory, which are on the machine's disk after a flush only, and a record of every state that it goes
/// through, for the checks.
/// </summary>
internal sealed class SimulatedStore : IStore
{
    private readonly MemoryStore _rows = new();
    private readonly IFileSystem _files;
    private readonly StoreFiles _home;
    private readonly IStateObserver _observer;
    private readonly StateDigest _digest = new();
    private readonly Dictionary<uint, LogEpoch> _epochs = [];

    /// <summary>Whether a write that may not wait finds the store stalled.</summary>
    public Func<bool> Stalls { get; set; } = () => false;

    private SimulatedStore(IFileSystem files, string directory, IStateObserver observer) =>
        (_files, _home, _observer) = (files, new StoreFiles(files, directory), observer);

    /// <summary>A digest of the rows.</summary>
    public ulong Digest => _digest.Value;

    /// <summary>The record that the rows are the state of.</summary>
    public LogIndex Applied { get; private set; }

    /// <summary>Is told of each checkpoint when it begins, and where it goes.</summary>
    public Action<string>? Checkpointing { get; set; }

    /// <summary>The epoch of that record; null before the first.</summary>
    public LogEpoch? Epoch => _epochs.GetValueOrDefault(Applied.Epoch);

    /// <summary>Whether a record is in the history of the rows.</summary>
    public bool Holds(LogEpoch epoch, LogIndex record) =>
        _epochs.GetValueOrDefault(epoch.Epoch)?.Id == epoch.Id
        && record.Index <= Applied.Index
        && !_epochs.Values.Any(later => later.Epoch > epoch.Epoch && later.FirstIndex <= record.Index);

    /// <summary>Whether the rows come from a history that has something in common with another.</summary>
    public bool HasAny(LogHistory other) => other.Epochs.Any(epoch => _epochs.GetValueOrDefault(epoch.Epoch)?.Id == epoch.Id);

    /// <summary>Whether a record can never be in the history of the rows: another epoch of that number, or a later one, has its place.</summary>
    public bool Excludes(LogEpoch epoch, LogIndex record) =>
        (_epochs.GetValueOrDefault(epoch.Epoch) is { } own && own.Id != epoch.Id)
        || _epochs.Values.Any(later => later.Epoch > epoch.Epoch && later.FirstIndex <= record.Index);

    /// <summary>Opens what is on the disk.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public static SimulatedStore Open(IFileSystem files, string directory, IStateObserver observer)
    {
        files.CreateDirectory(directory);
        var store = new SimulatedStore(files, directory, observer);
        if (store._home.Read() is { } rows)
        {
            store._rows.Write(rows.Payload, noSlowdown: false);
            store._rows.Flush();
            var row = new WriteBatchReader(rows.Payload);
            while (row.Read())
                store.Follow(row);
        }

        observer.Opened(store.Epoch, store.Applied, store._digest.Value);
        return store;
    }

    public WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown)
    {
        if (noSlowdown && Stalls())
            return WriteStatus.Stalled;
        _rows.Write(batch, noSlowdown);
        var row = new WriteBatchReader(batch);
        while (row.Read())
        {
            var before = Applied;
            if (row.Operation == WriteBatchOperation.Put && IsApplied(row))
                _observer.Applying(before, AppliedRow.ReadValue(row.Value));
            Follow(row);
        }

        _observer.Applied(Epoch, Applied, _digest.Value);
        return WriteStatus.Written;
    }

    public void Flush() =>
        Guard(() =>
        {
            _home.Write(_rows);
            _rows.Flush();
        });

    public LogIndex? Checkpoint(string directory)
    {
        Checkpointing?.Invoke(directory);
        Guard(() =>
        {
            if (_files.List(directory).Count > 0)
                throw new StoreException(StoreError.Other, $"the directory '{directory}' exists");
            _files.CreateDirectory(directory);
            new StoreFiles(_files, directory).Write(_rows);
        });
        return Applied == LogIndex.None ? null : Applied;
    }

    public ReadStatus Get(Family family, ReadOnlySpan<byte> key, ReadTier tier, IStoreSnapshot? snapshot, out Row row) =>
        _rows.Get(family, key, tier, snapshot, out row);

    public IRowIterator Iterate(
        Family family,
        ReadOnlySpan<byte> lower,
        ReadOnlySpan<byte> upper,
        ReadTier tier,
        IStoreSnapshot? snapshot
    ) => _rows.Iterate(family, lower, upper, tier, snapshot);

    public IStoreSnapshot? Snapshot(ReadTier tier = ReadTier.All) => _rows.Snapshot(tier);

    public void WriteSorted(ISortedRows rows) => Write(WriteBatch.Of(rows).Payload, noSlowdown: false);

    public void Compact(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => _rows.Compact(family, lower, upper);

    public void StopCompacting() => _rows.StopCompacting();

    public long SizeOf(Family family, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => _rows.SizeOf(family, lower, upper);

    public string? Property(string name, Family family = Family.Meta) => _rows.Property(name, family);

    public void Dispose() => _rows.Dispose();

    private static bool IsApplied(WriteBatchReader row) => row.Family == Family.System && row.Key.SequenceEqual(AppliedRow.Key);

    private static void Guard(Action onDisk)
    {
        try
        {
            onDisk();
        }
        catch (DiskFullException full)
        {
            throw new StoreException(StoreError.NoSpace, full.Message);
        }
        catch (IOException broken)
        {
            throw new StoreException(StoreError.Io, broken.Message);
        }
    }

    private void Follow(WriteBatchReader row)
    {
        _digest.Apply(row);
        if (row.Operation != WriteBatchOperation.Put || row.Family != Family.System)
            return;
        if (IsApplied(row))
        {
            Applied = AppliedRow.ReadValue(row.Value);
        }
        else if (row.Key.StartsWith(EpochRow.Prefix))
        {
            var epoch = EpochRow.Read(row.Key, row.Value);
            _epochs[epoch.Epoch] = epoch;
        }
    }
}

/// <summary>Is told of every state that a store is in.</summary>
internal interface IStateObserver
{
    /// <summary>A process has opened the store.</summary>
    void Opened(LogEpoch? epoch, LogIndex applied, ulong digest);

    /// <summary>A record is being applied to the state after another.</summary>
    void Applying(LogIndex before, LogIndex record);

    /// <summary>A batch has been applied; this is the state after its last record.</summary>
    void Applied(LogEpoch? epoch, LogIndex applied, ulong digest);
}
