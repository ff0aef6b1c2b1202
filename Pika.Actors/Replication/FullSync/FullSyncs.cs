using Akka.Actor;

namespace Pika.Actors.Replication.FullSync;

/// <summary>What the full syncs of all replicas of a node share, and what became of the node's own at its start.</summary>
/// <param name="refused">See <see cref="Refused"/>.</param>
internal sealed class FullSyncs(string? refused)
{
    private volatile BgsaveFacts _facts = BgsaveFacts.None;

    /// <summary>Why the data of a full sync could not be taken over at the start, so that the node has its old ones; null if there was nothing of that.</summary>
    public string? Refused => refused;

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
