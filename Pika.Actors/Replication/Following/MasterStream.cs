using Akka.Event;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// The state Connected of <see cref="MasterLink"/>: records come in, are applied as they come, and are acknowledged when they can be read, and when they are on disk.
/// </summary>
internal sealed class MasterStream(IMasterLink link)
{
    /// <summary>The wait before records that the disk refused are tried again.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly RecordStream _records = new(link.Node, link.Actor);
    private readonly MasterMessages _messages = new(link.Node);
    private readonly Backoff _again = new(FirstWait, LongestWait, link.Node.Chance);

    /// <summary>A message to acknowledge is under way: it comes behind all that has come before, so that one acknowledgement is enough for that.</summary>
    private bool _ackIsDue;

    /// <summary>The master is to be told when more is on disk. Read on the thread of the log, which tells the link if it is set.</summary>
    private volatile bool _awaitsDisk;

    /// <summary>Goes over to the state.</summary>
    /// <param name="going">The master's consent.</param>
    /// <param name="asked">Where the node stands.</param>
    public void Become(Frame.Continue going, TrySyncRequest asked)
    {
        link.Become(Connected);
        _records.Begin(asked.Last, asked.Applied);
        link.Log.Info("the node follows {0} from record {1} on; the master is at {2}", link.Board.Target, asked.Last, going.End);
        link.Board.MasterIndex = going.End.Index;
        link.Board.PublishUp();
        link.Node.Acks.Changed += OnDisk;
        Acknowledge(all: true);
    }

    /// <summary>The connection has ended. What is being applied goes on to its end.</summary>
    public void End()
    {
        link.Timers.Cancel(ApplyAgain.Instance);
        link.Node.Acks.Changed -= OnDisk;
        (_ackIsDue, _awaitsDisk) = (false, false);
        _records.End();
        _messages.End();
    }

    /// <summary>The master tells its digest.</summary>
    public void OnAlive(Frame.MasterAlive alive)
    {
        if (_records.Compare(alive) is { } flaw)
        {
            OnFlaw(flaw);
        }
    }

    /// <summary>A second has passed.</summary>
    public void OnTick() => Acknowledge(all: true);

    /// <summary>The log of the master comes in, and is applied as it comes.</summary>
    private void Connected(object message)
    {
        switch (message)
        {
            case Frame.Records records:
                OnProgress(_records.Add(records));
                break;
            case Frame.RecordPart part:
                OnProgress(_records.Add(part));
                break;
            case Frame.Published published when _messages.TryAdd(published, _records.AppliedIndex):
                break;
            case RecordStream.Applied applied:
                OnOutcome(_records.OnApplied(applied));
                break;
            case RecordStream.Looked looked:
                OnOutcome(_records.OnLooked(looked));
                break;
            case ApplyAgain:
                _records.TryAgain();
                break;
            case AckDue:
                _ackIsDue = false;
                Acknowledge();
                break;
            case DiskHasMore:
                Acknowledge();
                break;
            case Frame frame:
                link.Refuse(frame);
                break;
        }
    }

    private void OnOutcome(RecordStream.Outcome outcome)
    {
        switch (outcome)
        {
            case RecordStream.Outcome.Done:
                OnDone();
                break;
            case RecordStream.Outcome.Refused:
                link.Timers.StartSingleTimer(ApplyAgain.Instance, ApplyAgain.Instance, _again.Next());
                PublishProblem();
                break;
            case RecordStream.Outcome.Over:
                link.End("the node is not its replica any more");
                break;
        }
    }

    private void OnDone()
    {
        if (_records.Problem.Length == 0)
        {
            _again.Reset();
        }

        PublishProblem();
        OnProgress(_records.ApplyNext());
    }

    private void PublishProblem()
    {
        if (!ReferenceEquals(link.Board.Facts.Problem, _records.Problem))
        {
            link.Board.Publish(link.Board.Facts with { Problem = _records.Problem });
        }
    }

    private void OnProgress(string? flaw)
    {
        if (flaw is not null)
        {
            OnFlaw(flaw);
        }
        else if (!_ackIsDue)
        {
            _ackIsDue = true;
            link.Actor.Tell(AckDue.Instance, link.Actor);
        }
    }

    // A gap is closed by asking again; where the logs differ, only new data helps.
    private void OnFlaw(string flaw) => link.Fail(flaw, anew: _records.Differs);

    private void Acknowledge(bool all = false)
    {
        _messages.Tell(_records.AppliedIndex);

        // Set before the disk is looked at: what comes on it later is told.
        _awaitsDisk = true;
        if (_records.TryAck(all, out var ack))
        {
            link.Connection.Send(ack);
        }

        _awaitsDisk = _records.WaitsForDisk;
    }

    // On the thread of the log, among others.
    private void OnDisk()
    {
        if (_awaitsDisk)
        {
            _awaitsDisk = false;
            link.Actor.Tell(DiskHasMore.Instance, link.Actor);
        }
    }

    private sealed record ApplyAgain
    {
        public static readonly ApplyAgain Instance = new();
    }

    private sealed record AckDue
    {
        public static readonly AckDue Instance = new();
    }

    private sealed record DiskHasMore
    {
        public static readonly DiskHasMore Instance = new();
    }
}
