using Akka.Actor;
using Pika.Actors.Node;

namespace Pika.Actors.Log;

/// <summary>
/// Whether the log takes the turns of this node or the records of a master. Used by <see cref="AppendQueue"/> alone. It begins with neither: a
/// turn is refused until the node is told that it leads.
/// <code>
///   Following ──Lead──► Beginning ──the epoch's record is in the store──► Leading
///       ▲                   │                                                │
///       └──────Follow───────┴─────────────────────Follow─────────────────────┘
/// </code>
/// </summary>
internal sealed class Leadership(PikaNode node, IActorRef binlog)
{
    private Role _role = Role.Following;

    /// <summary>Who is told when the epoch has begun.</summary>
    private IActorRef _leadFor = ActorRefs.Nobody;

    private enum Role
    {
        /// <summary>Only records of a master are taken.</summary>
        Following,

        /// <summary>The record of a new epoch is under way; turns come behind it.</summary>
        Beginning,

        /// <summary>Turns are taken.</summary>
        Leading,
    }

    /// <summary>The record that begins the epoch.</summary>
    public EpochBeginning Epoch { get; } = new(node);

    /// <summary>Whether only records of a master are taken.</summary>
    public bool Follows => _role == Role.Following;

    /// <summary>Whether the epoch's record has to be appended before anything else.</summary>
    public bool EpochIsDue => _role == Role.Beginning && Epoch.IsDue;

    /// <summary>The node is to be a master.</summary>
    public void Lead(IActorRef sender)
    {
        _leadFor = sender;
        if (_role == Role.Leading)
        {
            TellLed();
            return;
        }

        _role = Role.Beginning;
        Epoch.Begin();
    }

    /// <summary>The oldest of the epochs' records that were appended is in the store.</summary>
    public void OnCommitted()
    {
        Epoch.Committed();
        if (_role == Role.Beginning && Epoch.IsCommitted)
        {
            _role = Role.Leading;
            TellLed();
        }
    }

    /// <summary>
    /// The node is to be a replica. What is appended already stays, and is applied before anything that the new master sends.
    /// </summary>
    public void Follow(IActorRef sender)
    {
        _role = Role.Following;
        sender.Tell(BinlogProtocol.Followed.Instance, binlog);
    }

    private void TellLed() => _leadFor.Tell(BinlogProtocol.Led.Instance, binlog);
}
