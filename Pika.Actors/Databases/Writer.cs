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
///   Committing ──Postponed──► Committing, with its clients answered, and whoever comes refused
///   any ──a defect──► Failed: whatever waits or comes is refused, and the node ends
/// </code>
/// </summary>
internal abstract class Writer : UntypedActor
{
    /// <summary>A turn is logged when its effects have grown to this many bytes, even if more waits: records stay small.</summary>
    private const int TurnBytes = 1 << 20;

    private readonly IActorRef _binlog;
    private readonly TurnExecutor _executor;
    private readonly BinlogProtocol.Append _append;
    private readonly List<TurnWork> _inTurn = [];

    /// <summary>The turn is being executed on the storage pool, which has the works of the turn until it answers.</summary>
    private bool _offloaded;

    /// <summary>A defect has made this state useless: everything is refused, and the node ends.</summary>
    private bool _failed;

    /// <summary>A writer with an empty turn.</summary>
    protected Writer(PikaNode node, IActorRef binlog)
    {
        (Node, _binlog) = (node, binlog);
        _executor = new TurnExecutor(node, node.NewTurn());
        _append = new BinlogProtocol.Append(_executor.Turn);
    }

    /// <summary>The node.</summary>
    protected PikaNode Node { get; }

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        if (_failed)
        {
            if (message is Offloaded)
            {
                _inTurn.ForEach(Abandon);
            }

            OnReceiveFailed(message);
            return;
        }

        try
        {
            Handle(message);
        }
        catch (Exception defect)
        {
            // A restart would lose the works that wait; they are answered instead, and the node ends.
            BecomeFailed();
            Node.Fail(Self.Path.ToString(), defect);
        }
    }

    /// <summary>Handles a message as long as the state is sound.</summary>
    protected virtual void Handle(object message)
    {
        switch (message)
        {
            case BinlogProtocol.Appended:
                Postponed = null;
                _executor.Committed();
                EndTurn();
                break;
            case BinlogProtocol.Refused refused:
                _inTurn.ForEach(work => work.Refuse(refused.Error));
                _executor.Void();
                EndTurn();
                break;
            case BinlogProtocol.Unconfirmed unconfirmed:
                OnUnconfirmed(unconfirmed.Error);
                break;
            case BinlogProtocol.Postponed postponed:
                OnPostponed(postponed.Error);
                break;
            case Offloaded offloaded:
                OnOffloaded(offloaded);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Refuses, after a defect, what a message asks for, and nothing else.</summary>
    protected abstract void OnReceiveFailed(object message);

    /// <summary>The works that wait for a turn.</summary>
    protected abstract IEnumerable<TurnWork> Waiting { get; }

    /// <summary>
    /// Why the present turn, which is in the log, is not in the store yet: until it is, nothing more can be executed, and whatever comes
    /// gets this error. Null otherwise.
    /// </summary>
    protected string? Postponed { get; private set; }

    /// <summary>Refuses and empties what waits for a turn.</summary>
    protected abstract void RefuseWaiting(string error);

    /// <summary>Answers a work that a defect has caught.</summary>
    protected static void Abandon(TurnWork work) => Refuse(work, LogErrors.Defect);

    /// <summary>Answers a work that is not executed, or whose turn is not over yet.</summary>
    protected static void Refuse(TurnWork work, string error)
    {
        work.Refuse(error);
        work.Complete();
    }

    /// <summary>Refuses all that waits, from here on.</summary>
    protected void BecomeFailed()
    {
        _failed = true;
        TurnWork[] lost = _offloaded ? [.. Waiting] : [.. _inTurn, .. Waiting];
        foreach (var work in lost)
        {
            Abandon(work);
        }

        OnFailed();
    }

    /// <summary>Called when everything that waits is refused.</summary>
    protected virtual void OnFailed() { }

    /// <summary>Called when a turn is over and its clients are answered; the writer may begin another.</summary>
    protected abstract void OnTurnEnded();

    /// <summary>Others have written what this writer writes, or are going to.</summary>
    protected void NoteOthers() => _executor.Turn.NoteOthers();

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

    // The turn counts, but its clients, and those that it has served, are told that it may get lost.
    private void OnUnconfirmed(string error)
    {
        Postponed = null;
        _inTurn.ForEach(work => work.Refuse(error));
        _executor.RefuseServed(error);
        _executor.Committed();
        EndTurn();
    }

    // The turn itself stays as it is: it is going to be applied.
    private void OnPostponed(string error)
    {
        Postponed = error;
        TurnWork[] told = [.. _inTurn];
        _inTurn.Clear();
        foreach (var work in told)
        {
            Refuse(work, $"{error} ({LogErrors.Postponed})");
        }

        RefuseWaiting(error);
    }

    private void Commit()
    {
        _executor.AddCounts();
        if (_inTurn is [{ Received: { } records }])
        {
            _binlog.Tell(new BinlogProtocol.AppendReceived(records), Self);
            return;
        }

        if (!_executor.Turn.HasEffects)
        {
            _executor.Committed();
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
        _executor.AnswerServed();
        OnTurnEnded();
    }

    // The turn goes on, on the storage pool, where reads may block: with its last work, or, where that cannot be taken up where it stopped, from the beginning.
    private void Offload()
    {
        int first = _inTurn.Count - 1;
        if (!_inTurn[first].Resumes)
        {
            _inTurn.ForEach(static work => work.Rewind());
            _executor.Void();
            first = 0;
        }

        _offloaded = true;
        var (executor, inTurn) = (_executor, _inTurn);
        _ = Node.Storage.Run(() => RunBlocking(executor, inTurn, first)).PipeTo(Self, failure: static error => new Offloaded(error));
    }

    private static Offloaded RunBlocking(TurnExecutor executor, List<TurnWork> inTurn, int first)
    {
        for (int i = first; i < inTurn.Count; i++)
        {
            inTurn[i].TryRun(executor, ReadTier.All);
        }

        return new Offloaded(null);
    }

    private void OnOffloaded(Offloaded offloaded)
    {
        _offloaded = false;
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
