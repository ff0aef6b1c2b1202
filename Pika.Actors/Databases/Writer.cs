using Akka.Actor;
using Pika.Actors.Execution;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Storage.Store;

namespace Pika.Actors.Databases;

/// <summary>
/// An actor that runs work in turns: what waits is executed against one overlay, the effects become one record of the log, and
/// the clients are answered when it is appended and applied. Meanwhile more may come in; it waits for the next turn.
/// <code>
///   Idle ── TakeTurn ──► Executing ──► Committing ──► Idle (answered)
///                          │    ▲          ▲
///       a read needs a disk▼    │done      │
///                         Offloaded ───────┘
/// </code>
/// </summary>
internal abstract class Writer : UntypedActor
{
    /// <summary>A turn is logged when its effects have grown to this many bytes, even if more waits: records stay small.</summary>
    private const int TurnBytes = 1 << 20;

    private readonly IActorRef _binlog;
    private readonly TurnExecutor _executor;
    private readonly Binlog.Append _append;
    private readonly List<TurnWork> _inTurn = [];

    /// <summary>A writer with an empty turn.</summary>
    protected Writer(PikaNode node, IActorRef binlog)
    {
        (Node, _binlog) = (node, binlog);
        _executor = new TurnExecutor(node, node.NewTurn());
        _append = new Binlog.Append(_executor.Turn);
    }

    /// <summary>The node.</summary>
    protected PikaNode Node { get; }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Binlog.Appended:
                _executor.Turn.Committed();
                EndTurn();
                break;
            case Binlog.Refused refused:
                _inTurn.ForEach(work => work.Refuse(refused.Error));
                _executor.Turn.Clear();
                EndTurn();
                break;
            case Offloaded offloaded:
                OnOffloaded(offloaded);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Called when a turn is over and its clients are answered; the writer may begin another.</summary>
    protected abstract void OnTurnEnded();

    /// <summary>Executes what waits, in order, as one turn, and sends its effects to the log.</summary>
    protected void TakeTurn(Queue<TurnWork> waiting)
    {
        while (waiting.TryDequeue(out var work))
        {
            _inTurn.Add(work);
            if (work.Slow || !work.TryRun(_executor, ReadTier.BlockCache))
            {
                Offload();
                return;
            }

            if (_executor.Turn.Batch.Length >= TurnBytes)
            {
                break;
            }
        }

        Commit();
    }

    private void Commit()
    {
        _executor.AddCounts();
        if (!_executor.Turn.HasEffects)
        {
            _executor.Turn.Clear();
            EndTurn();
            return;
        }

        _executor.Turn.Finish();
        _binlog.Tell(_append, Self);
    }

    private void EndTurn()
    {
        foreach (var work in _inTurn)
        {
            work.Complete();
        }

        _inTurn.Clear();
        OnTurnEnded();
    }

    // The whole turn runs again on the storage pool, where reads may block; what it did so far is void.
    private void Offload()
    {
        _inTurn.ForEach(static work => work.Rewind());
        _executor.Void();
        var (executor, inTurn) = (_executor, _inTurn);
        _ = Node.Storage.Run(() => RunBlocking(executor, inTurn)).PipeTo(Self, failure: static error => new Offloaded(error));
    }

    private static Offloaded RunBlocking(TurnExecutor executor, List<TurnWork> inTurn)
    {
        foreach (var work in inTurn)
        {
            work.TryRun(executor, ReadTier.All);
        }

        return new Offloaded(null);
    }

    private void OnOffloaded(Offloaded offloaded)
    {
        if (offloaded.Failure is null)
        {
            Commit();
            return;
        }

        string error = Node.Describe(offloaded.Failure, "turn");
        _inTurn.ForEach(work => work.Refuse(error));
        _executor.Void();
        EndTurn();
    }

    private sealed record Offloaded(Exception? Failure);
}
