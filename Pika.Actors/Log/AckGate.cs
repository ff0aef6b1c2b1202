using Akka.Actor;
using Pika.Actors.Node;

namespace Pika.Actors.Log;

/// <summary>
/// <c>replica-acks</c>: holds the answers of turns back that are applied here, until so many replicas have them on disk, or for as long as
/// <c>replica-acks-timeout</c>. Used by <see cref="ApplyQueue"/> alone; without the setting a turn passes for the price of a read.
/// </summary>
internal sealed class AckGate
{
    private readonly PikaNode _node;
    private readonly IActorRef _binlog;
    private readonly Queue<Held> _held = new();

    /// <summary>Whether any answer is held: other threads look at it when a replica has got further.</summary>
    private volatile bool _holds;

    /// <summary>A timer runs for the oldest answer.</summary>
    private bool _timing;

    /// <summary>Nothing is held.</summary>
    public AckGate(PikaNode node, IActorRef binlog)
    {
        (_node, _binlog) = (node, binlog);
        node.Acks.Changed += () =>
        {
            if (_holds)
            {
                binlog.Tell(AcksChanged.Instance, ActorRefs.NoSender);
            }
        };
    }

    /// <summary>A turn is applied: answers its writer, now or later.</summary>
    /// <param name="index">The turn's record.</param>
    public void Answer(IActorRef writer, ulong index)
    {
        if (_node.Config.ReplicaAcks == 0)
        {
            writer.Tell(BinlogProtocol.Appended.Instance, _binlog);
            return;
        }

        _held.Enqueue(new Held(writer, index, _node.Time.GetTimestamp()));
        _holds = true;

        // After it is said that there is something to look for: what a replica tells from here on is heard.
        Look(timeIsUp: false);
    }

    /// <summary>Answers those whom nothing holds any more.</summary>
    /// <param name="timeIsUp">The timer has run out.</param>
    public void Look(bool timeIsUp)
    {
        _timing &= !timeIsUp;
        if (!_holds)
        {
            return;
        }

        int replicas = _node.Config.ReplicaAcks;
        ulong confirmed = replicas == 0 ? ulong.MaxValue : _node.Acks.DurableOn(replicas);
        while (_held.TryPeek(out var oldest))
        {
            if (oldest.Index > confirmed && LeftOf(oldest) > TimeSpan.Zero)
            {
                StartTimer(LeftOf(oldest));
                return;
            }

            _held.Dequeue();
            oldest.Writer.Tell(oldest.Index <= confirmed ? BinlogProtocol.Appended.Instance : (object)TooLate(replicas), _binlog);
        }

        _holds = false;
    }

    /// <summary>Nobody confirms anything any more: answers all that are held with an error.</summary>
    public void GiveUp(string error)
    {
        while (_held.TryDequeue(out var held))
        {
            held.Writer.Tell(new BinlogProtocol.Unconfirmed(error), _binlog);
        }

        _holds = false;
    }

    private TimeSpan LeftOf(Held held) =>
        TimeSpan.FromMilliseconds(_node.Config.ReplicaAcksTimeout) - _node.Time.GetElapsedTime(held.Since);

    private BinlogProtocol.Unconfirmed TooLate(int replicas) => new(LogErrors.Unconfirmed(replicas, _node.Config.ReplicaAcksTimeout));

    private void StartTimer(TimeSpan left)
    {
        if (!_timing)
        {
            _timing = true;

            // Timers count whole milliseconds: one that ends before its time would be started again and again.
            _ = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), _node.Time)
                .PipeTo(_binlog, success: static () => TimeIsUp.Instance);
        }
    }

    /// <summary>To <see cref="Binlog"/>: a replica may have confirmed what is held.</summary>
    public sealed record AcksChanged
    {
        /// <summary>The only one.</summary>
        public static readonly AcksChanged Instance = new();
    }

    /// <summary>To <see cref="Binlog"/>: the oldest answer may have been held for long enough.</summary>
    public sealed record TimeIsUp
    {
        /// <summary>The only one.</summary>
        public static readonly TimeIsUp Instance = new();
    }

    /// <param name="Since">A timestamp of the node's clock.</param>
    private readonly record struct Held(IActorRef Writer, ulong Index, long Since);
}
