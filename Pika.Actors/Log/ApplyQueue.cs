using System.Runtime.ExceptionServices;
using Akka.Actor;
using Akka.Event;
using Pika.Actors.Configuration;
using Pika.Actors.Equality;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Actors.Log;

/// <summary>
/// What is appended and not applied yet, in log order: applies it when it may be, and answers the writers. The second half of
/// <see cref="Binlog"/>, used by it alone. A record is in the log, so it counts: when the store refuses it, it is tried until the store takes it.
/// </summary>
internal sealed class ApplyQueue(PikaNode node, BinlogWriter writer, ILoggingAdapter log, IActorRef binlog)
{
    /// <summary>How long a store that failed a write is left alone.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly IStore _store = node.Store;
    private readonly AckGate _acks = new(node, binlog);

    /// <summary>At most one turn per writer.</summary>
    private readonly Queue<Pending> _pending = new();

    /// <summary>The oldest turn is being applied on the storage pool, because the store stalls or failed.</summary>
    private bool _applying;

    /// <summary>The states that somebody waits for.</summary>
    private readonly StatesAhead _ahead = new(writer.Position.Last.Index);

    /// <summary>A state is being pinned on the storage pool: nothing is applied until it is.</summary>
    private bool _pinning;

    /// <summary>The error for new turns while the store refuses the oldest pending one; null while it does not.</summary>
    public string? Failure
    {
        get => node.StoreFailure;
        private set => node.StoreFailure = value;
    }

    /// <summary>The first record that the store does not hold: the one behind the log's end if it holds all, and in a log that has failed the first that was refused.</summary>
    public ulong FirstMissing => _ahead.Applied + 1;

    /// <summary>Whether the oldest turn cannot go on before a sync.</summary>
    public bool WaitsForSync => !_applying && !_pinning && Failure is null && _pending.TryPeek(out var oldest) && !MayApply(oldest);

    /// <summary>Takes the record that was appended last.</summary>
    /// <param name="from">Who is answered when it is applied; may be nobody.</param>
    /// <param name="isTurn">Whether it is a turn of clients, whose answer may have to wait for replicas.</param>
    public void Add(IActorRef from, ReadOnlyMemory<byte> record, LogIndex index, bool isTurn) =>
        _pending.Enqueue(new Pending(from, record, index, isTurn));

    /// <summary>Answers somebody when all that is pending is applied.</summary>
    public void AddEnd(IActorRef from) => _pending.Enqueue(new Pending(from, default, writer.Position.Last, IsTurn: false));

    /// <summary>Applies what may be applied, oldest first, and answers.</summary>
    public void ApplyReady()
    {
        while (!_applying && !_pinning && Failure is null && _pending.TryPeek(out var next) && MayApply(next))
        {
            if (!TryApply(next.Record))
            {
                return;
            }

            EndOldest();
        }

        _acks.Look(timeIsUp: false);
    }

    /// <summary>The node is no master any more: no replica confirms what it has appended.</summary>
    public void Follow() => _acks.GiveUp(LogErrors.UnconfirmedAsReplica);

    /// <summary>Handles what concerns pending turns, answers that wait for replicas, and states to be kept; false for anything else.</summary>
    public bool Handle(object message)
    {
        switch (message)
        {
            case Applied applied:
                OnApplied(applied);
                return true;
            case AckGate.AcksChanged:
                _acks.Look(timeIsUp: false);
                return true;
            case AckGate.TimeIsUp:
                _acks.Look(timeIsUp: true);
                return true;
            case BinlogProtocol.KeepState keep:
                _ahead.Add(keep.State, isBetween: _applying);
                PinDue();
                return true;
            case Pinned pinned:
                OnPinned(pinned);
                return true;
            default:
                return false;
        }
    }

    // The storage pool has applied the oldest turn, or failed to.
    private void OnApplied(Applied applied)
    {
        _applying = false;
        if (applied.Failure is StoreException failure)
        {
            OnFailure(failure);
            return;
        }

        if (applied.Failure is not null)
        {
            ExceptionDispatchInfo.Throw(applied.Failure);
        }

        if (Failure is not null)
        {
            log.Info("the store accepts writes again");
            Failure = null;
        }

        EndOldest();
        ApplyReady();
    }

    /// <summary>The log has failed: answers the turns that can never be applied, or all of them. One that is being applied now is not taken back.</summary>
    public void Refuse(string error, bool all)
    {
        var stay = new List<Pending>();
        bool isNext = _applying;
        while (_pending.TryDequeue(out var pending))
        {
            if (isNext || (!all && MayApply(pending)))
            {
                stay.Add(pending);
            }
            else
            {
                pending.Writer.Tell(new BinlogProtocol.Refused(error), binlog);
            }

            isNext = false;
        }

        stay.ForEach(_pending.Enqueue);
        if (all)
        {
            _acks.GiveUp(error);
        }
    }

    private static Applied ApplyBlocking(IStore store, ReadOnlyMemory<byte> record)
    {
        store.Write(BinlogRecord.Batch(record.Span), noSlowdown: false);
        return new Applied(null);
    }

    private static Pinned PinBlocking(PikaNode node, KeptState state)
    {
        state.Take(node.Store, node.Databases.Count);
        return new Pinned(state, null);
    }

    private void EndOldest()
    {
        var oldest = _pending.Dequeue();
        _ahead.Applied = oldest.Index.Index;
        if (oldest.IsTurn)
        {
            _acks.Answer(oldest.Writer, oldest.Index.Index);
        }
        else
        {
            oldest.Writer.Tell(BinlogProtocol.Appended.Instance, binlog);
        }

        PinDue();
    }

    // Pinning may have to bring the store below its table of hot rows up to date, so it is for the pool.
    private void PinDue()
    {
        if (!_applying && !_pinning && _ahead.TryTakeDue(out var state))
        {
            _pinning = true;
            _ = node.Storage.Run(() => PinBlocking(node, state)).PipeTo(binlog, failure: failure => new Pinned(state, failure));
        }
    }

    private void OnPinned(Pinned pinned)
    {
        _pinning = false;
        if (pinned.Failure is { } failure)
        {
            pinned.State.Drop();
            log.Warning("the state behind record {0} cannot be kept: {1}", _ahead.Applied, failure.Message);
        }

        PinDue();
        ApplyReady();
    }

    private bool MayApply(Pending pending) =>
        node.Config.AppendFsync != AppendFsync.Always || writer.Durable.Last.Index >= pending.Index.Index;

    private bool TryApply(ReadOnlyMemory<byte> record)
    {
        try
        {
            if (record.IsEmpty || _store.Write(BinlogRecord.Batch(record.Span), noSlowdown: true) == WriteStatus.Written)
            {
                return true;
            }

            ApplyOnPool(TimeSpan.Zero);
        }
        catch (StoreException failure)
        {
            OnFailure(failure);
        }

        return false;
    }

    private void OnFailure(StoreException failure)
    {
        if (Failure is null)
        {
            log.Error("the store refuses a write, which is tried again until it succeeds: {0}", failure.Message);
        }

        string error = LogErrors.OfStore(failure);
        if (Failure != error)
        {
            Failure = error;
            foreach (var pending in _pending)
            {
                pending.Writer.Tell(new BinlogProtocol.Postponed(error), binlog);
            }
        }

        ApplyOnPool(RetryAfter);
    }

    private void ApplyOnPool(TimeSpan after)
    {
        _applying = true;
        var (store, record) = (_store, _pending.Peek().Record);
        _ = ApplyLater(node, store, record, after).PipeTo(binlog, failure: static failure => new Applied(failure));
    }

    private static async Task<Applied> ApplyLater(PikaNode node, IStore store, ReadOnlyMemory<byte> record, TimeSpan after)
    {
        await Task.Delay(after, node.Time);
        return await node.Storage.Run(() => ApplyBlocking(store, record));
    }

    /// <summary>To <see cref="Binlog"/>: the oldest turn is applied, or was refused.</summary>
    public sealed record Applied(Exception? Failure);

    /// <summary>To <see cref="Binlog"/>: a state is kept, or could not be.</summary>
    public sealed record Pinned(KeptState State, Exception? Failure);

    private readonly record struct Pending(IActorRef Writer, ReadOnlyMemory<byte> Record, LogIndex Index, bool IsTurn);
}
