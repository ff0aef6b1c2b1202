using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Log;

/// <summary>
/// The records that begin epochs: each a turn with the row that names its epoch. Used by <see cref="AppendQueue"/> alone, when the node begins to be a master.
/// </summary>
internal sealed class EpochBeginning(PikaNode node)
{
    /// <summary>Begun in the log, but not in the store yet; more than one only if the store stalls while the node changes its role again and again.</summary>
    private readonly Queue<LogEpoch> _underWay = new();
    private LogEpoch? _prepared;

    /// <summary>The turn of the epoch that is to begin.</summary>
    public Turn Turn { get; private set; } = node.NewTurn();

    /// <summary>Whether its record has still to be appended.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Whether all epochs that have begun in the log are in the store.</summary>
    public bool IsCommitted => !IsDue && _underWay.Count == 0;

    /// <summary>Another epoch is to begin.</summary>
    public void Begin() => (IsDue, Turn) = (true, node.NewTurn());

    /// <summary>Writes the turn of the epoch, behind the last record.</summary>
    public void Prepare(LogIndex last)
    {
        Turn.Clear();
        _prepared = new LogEpoch(last.Epoch + 1, NewId(), last.Index + 1, node.NowMs());
        EpochRow.WriteValue(Turn.Put(Family.System, EpochRow.Key(_prepared.Epoch), EpochRow.ValueSize), _prepared);
        foreach (uint outlived in node.History.Outlived())
        {
            Turn.Delete(Family.System, EpochRow.Key(outlived));
        }

        Turn.Finish();
    }

    /// <summary>The record is in the log.</summary>
    public void Appended()
    {
        IsDue = false;
        _underWay.Enqueue(_prepared!);
    }

    /// <summary>The oldest record that was under way is in the store.</summary>
    public void Committed() => node.History = node.History.With(_underWay.Dequeue());

    private string NewId()
    {
        Span<byte> id = stackalloc byte[20];
        foreach (ref byte part in id)
        {
            part = (byte)node.Chance(256);
        }

        return Convert.ToHexStringLower(id);
    }
}
