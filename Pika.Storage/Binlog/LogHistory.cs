using Pika.Storage.Store;

namespace Pika.Storage.Binlog;

/// <summary>
/// The epochs of a log, each with an id that nobody else has: a node that begins to be a master begins an epoch, by a record of its own.
/// So an id and an index name a record of the whole world, and two nodes that have the same record under the same name have the same log
/// up to it. Immutable.
/// </summary>
public sealed class LogHistory
{
    /// <summary>Epochs that are remembered. A replica that has seen none of the last so many starts of its master needs a full sync.</summary>
    public const int MostEpochs = 256;

    private readonly LogEpoch[] _epochs;

    private LogHistory(LogEpoch[] epochs) => _epochs = epochs;

    /// <summary>The history of a node that has never been a master, nor had one.</summary>
    public static LogHistory Empty { get; } = new([]);

    /// <summary>The epochs, the oldest first.</summary>
    public IReadOnlyList<LogEpoch> Epochs => _epochs;

    /// <summary>The present epoch; null before the first.</summary>
    public LogEpoch? Current => _epochs.Length == 0 ? null : _epochs[^1];

    /// <summary>The epoch before the present one; null if there was none.</summary>
    public LogEpoch? Previous => _epochs.Length < 2 ? null : _epochs[^2];

    /// <summary>Reads the epochs of a store, as it is or as it was in a state.</summary>
    /// <exception cref="BinlogException">A row is damaged.</exception>
    public static LogHistory Load(IStore store, IStoreSnapshot? state = null)
    {
        var epochs = new List<LogEpoch>();
        using var rows = store.Iterate(Family.System, EpochRow.Prefix, EpochRow.End, ReadTier.All, state);
        for (rows.SeekToFirst(); rows.Valid; rows.Next())
        {
            epochs.Add(EpochRow.Read(rows.Key, rows.Value));
        }

        return new LogHistory([.. epochs]);
    }

    /// <summary>The history with an epoch that follows the present one; only the last <see cref="MostEpochs"/> stay.</summary>
    public LogHistory With(LogEpoch epoch) => new([.. _epochs.Where(known => known.Epoch < epoch.Epoch).TakeLast(MostEpochs - 1), epoch]);

    /// <summary>The epochs that do not stay when another follows.</summary>
    public IEnumerable<uint> Outlived() => _epochs.SkipLast(MostEpochs - 1).Select(static epoch => epoch.Epoch);

    /// <summary>The epoch of this number, or null.</summary>
    public LogEpoch? Find(uint epoch) => Array.Find(_epochs, known => known.Epoch == epoch);

    /// <summary>The epoch with this id, or null.</summary>
    public LogEpoch? Find(string id) => Array.Find(_epochs, known => string.Equals(known.Id, id, StringComparison.Ordinal));

    /// <summary>The epoch that a record belongs to, or null: it is older than what is remembered.</summary>
    public LogEpoch? At(ulong index) => Array.FindLast(_epochs, known => known.FirstIndex <= index);

    /// <summary>The last index that belongs to an epoch; the greatest number there is for the present one.</summary>
    public ulong LastIndexOf(LogEpoch epoch) =>
        Array.Find(_epochs, known => known.Epoch > epoch.Epoch) is { } next ? next.FirstIndex - 1 : ulong.MaxValue;
}

/// <summary>A time of one master.</summary>
/// <param name="Epoch">Its number, which grows along the log.</param>
/// <param name="Id">40 hex digits, random: what Redis calls a replication id.</param>
/// <param name="FirstIndex">The index of the record that begins it.</param>
/// <param name="StartedMs">When it began by its master's clock, unix ms; for people.</param>
public sealed record LogEpoch(uint Epoch, string Id, ulong FirstIndex, long StartedMs);
