using Akka.Actor;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// The present connection to the master, if there is one: open, or being opened. Each has a session of its own, so that what comes of an earlier one is known as such.
/// </summary>
/// <param name="node">The replica.</param>
/// <param name="owner">Who is told what happens.</param>
internal sealed class MasterConnection(PikaNode node, IActorRef owner)
{
    private readonly LinkSilence _silence = new();
    private IReplicationLink? _link;

    /// <summary>The number of the last connection; the first is a random one.</summary>
    public ulong Session { get; private set; } = (ulong)node.Chance(long.MaxValue);

    /// <summary>Whether there is one, open or not.</summary>
    public bool Exists => _link is not null;

    /// <summary>Whether frames can be sent.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether something has happened to another connection, an earlier one.</summary>
    public bool IsLate(LinkEvent happened) => happened.Link != _link;

    /// <summary>
    /// Waits until no records are on their way into the log any more, and tells <see cref="Prepared"/>: before, it cannot be said where the log ends.
    /// </summary>
    public void Prepare()
    {
        _ = SettleAsync(node.Router.AppliedAsync()).PipeTo(owner);

        static async Task<Prepared> SettleAsync(Task applied)
        {
            await applied;
            return Prepared.Instance;
        }
    }

    /// <summary>Begins to connect.</summary>
    public void Open(ReplicaTarget target)
    {
        Session = Math.Max(Session + 1, 1);
        _link = node.Masters.Open(target, Session, owner);
    }

    /// <summary>It is open.</summary>
    public void Opened()
    {
        _silence.Heard();
        IsOpen = true;
    }

    /// <summary>Something has come.</summary>
    public void Heard() => _silence.Heard();

    /// <summary>A second has passed: shows that the replica is there. False: the master has been silent for too long.</summary>
    public bool Tick()
    {
        if (_silence.Tick(node.Config.ReplTimeout))
        {
            return false;
        }

        Send(new Frame.ReplicaAlive());
        return true;
    }

    /// <summary>Sends a frame; it must be open.</summary>
    public void Send(Frame frame) => _link!.Send(frame);

    /// <summary>Ends it, if there is one.</summary>
    public void Close(string reason)
    {
        _link?.Close(reason);
        (_link, IsOpen) = (null, false);
    }

    /// <summary>To the owner: it may be opened.</summary>
    public sealed record Prepared
    {
        /// <summary>The only one.</summary>
        public static readonly Prepared Instance = new();
    }
}
