using Akka.Actor;

namespace Pika.Actors.Replication.FullSync;

/// <summary>What the full syncs of all replicas of a node share.</summary>
internal sealed class FullSyncs
{
    private volatile BgsaveFacts _facts = BgsaveFacts.None;

    /// <summary>The maker of checkpoints; see <see cref="FullSync.Bgsave"/>.</summary>
    public IActorRef Bgsave { get; set; } = ActorRefs.Nobody;

    /// <summary>The state of <see cref="Bgsave"/>, for INFO; a new object whenever it changes.</summary>
    public BgsaveFacts Facts
    {
        get => _facts;
        set => _facts = value;
    }

    /// <summary>The limit on what all of them together send.</summary>
    public TransferRate Rate { get; } = new();
}
