using Akka.Actor;
using Akka.Event;
using Pika.Actors.Configuration;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Log;

/// <summary>
/// What is to be appended, in order, and how it becomes records: the first half of <see cref="Binlog"/>, used by it alone. What is appended goes on to the
/// <see cref="ApplyQueue"/>.
/// </summary>
internal sealed class AppendQueue(PikaNode node, BinlogWriter writer, ILoggingAdapter log, IActorRef binlog, ApplyQueue applying)
{
    private readonly LogEnd _end = new(node, writer, log);
    private readonly HeldRecords _held = new();

    /// <summary>What came of looking at the record that is next.</summary>
    public enum Step
    {
        /// <summary>There is none.</summary>
        Empty,

        /// <summary>It needs a new segment.</summary>
        SegmentFull,

        /// <summary>The log, or the store, did not take it; its writer is told.</summary>
        Refused,

        /// <summary>It is in the log.</summary>
        Appended,
    }

    /// <summary>Whether turns are taken, or the records of a master.</summary>
    public Leadership Leadership { get; } = new(node, binlog);

    /// <summary>When records are synced. On a replica, <c>replica-acks</c> says that a master's clients wait for its disk: it does not let the second pass.</summary>
    public AppendFsync SyncPolicy =>
        Leadership.Follows && node.Config is { ReplicaAcks: > 0, AppendFsync: AppendFsync.EverySec }
            ? AppendFsync.Always
            : node.Config.AppendFsync;

    /// <summary>Why the log refused the last record or the last roll; empty when it took it.</summary>
    public string Refusal => _end.Refusal;

    /// <summary>Bytes that the segment had room for before the last record.</summary>
    public long Left => _end.Left;

    /// <summary>Takes a turn. False: the node is a replica.</summary>
    public bool TryAdd(IActorRef from, Turn turn)
    {
        if (Leadership.Follows && turn.HasEffects)
        {
            return false;
        }

        HoldEpoch();
        _held.Add(from, turn);
        return true;
    }

    /// <summary>Takes records of a master. False: the node is none of its replicas any more.</summary>
    public bool TryAdd(IActorRef from, ReceivedRecords records)
    {
        if (Leadership.Follows)
        {
            _held.Add(from, records);
        }

        return Leadership.Follows;
    }

    /// <summary>If an epoch has to begin, its record is the next to come. Nothing if others wait: then it has been there before them, or comes with the next try.</summary>
    public void HoldEpoch()
    {
        if (_held.IsEmpty && Leadership.EpochIsDue)
        {
            _held.Add(binlog, Leadership.Epoch.Turn);
        }
    }

    /// <summary>The node is to be a master, behind the records of its last master that wait still.</summary>
    public void Lead(IActorRef sender)
    {
        Leadership.Lead(sender);
        if (Leadership.EpochIsDue)
        {
            _held.Add(binlog, Leadership.Epoch.Turn);
        }
    }

    /// <summary>The node is to be a replica; turns that wait are refused.</summary>
    public void Follow(IActorRef sender)
    {
        Refuse(LogErrors.ReadOnly);
        applying.Follow();
        Leadership.Follow(sender);
    }

    /// <summary>Appends the next record, if that is possible now. It leaves the queue only then, so that a defect on the way finds it.</summary>
    /// <param name="bytes">The size of the record that was appended.</param>
    public Step Next(out int bytes)
    {
        bytes = 0;
        if (!_held.TryPeek(out var next))
        {
            return Step.Empty;
        }

        var epoch = Leadership.Epoch;
        if (next.Turn == epoch.Turn)
        {
            // Only then is it known how long its record is.
            epoch.Prepare(writer.Position.Last);
        }

        LogIndex index = default;
        if (applying.Failure is null && _end.IsFull(next.Bytes.Length))
        {
            return Step.SegmentFull;
        }

        if ((applying.Failure ?? (IsAheadOfEpoch(next) ? _end.Refusal : TryAppend(next, out index))) is { } error)
        {
            RefuseNext(next, error);
            return Step.Refused;
        }

        var record = _held.Take();
        bytes = record.Bytes.Length;
        node.LogTail.Add(index.Index, record.Bytes.Span);
        applying.Add(record.Writer, record.Bytes, index, isTurn: record.Turn is { } turn && turn != epoch.Turn);
        return Step.Appended;
    }

    /// <summary>The next segment could not be made: the log goes on in the old one, and whoever comes next tries again.</summary>
    public void RefuseRoll(Exception failure) => Refuse(_end.Refuse(failure));

    /// <summary>Refuses all that waits.</summary>
    public void Refuse(string error)
    {
        while (_held.TryPeek(out var next))
        {
            RefuseNext(next, error);
        }
    }

    // The epoch's record was before it, and was refused: a turn that fits where that did not would be one of the last master's epoch.
    private bool IsAheadOfEpoch(in HeldRecord next) => Leadership.EpochIsDue && next.Turn is { } turn && turn != Leadership.Epoch.Turn;

    private string? TryAppend(in HeldRecord next, out LogIndex index)
    {
        if (next.Turn is not { } turn)
        {
            return _end.TryAppend(next.Received, out index);
        }

        var epoch = Leadership.Epoch;
        if (turn != epoch.Turn)
        {
            return _end.TryAppend(turn, begins: false, out index);
        }

        string? error = _end.TryAppend(turn, begins: true, out index);
        if (error is null)
        {
            epoch.Appended();
        }

        return error;
    }

    // What a master has sent is asked for again, from the refused record on: its writer is answered when what was appended is applied.
    private void RefuseNext(in HeldRecord next, string error)
    {
        if (next.Turn is null)
        {
            applying.AddEnd(_held.TakeChunk());
        }
        else
        {
            _held.Take().Writer.Tell(new BinlogProtocol.Refused(error), binlog);
        }
    }
}
