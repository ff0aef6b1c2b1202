namespace Pika.Actors.Replication.FullSync;

/// <summary>The state of <see cref="Bgsave"/> for INFO.</summary>
/// <param name="Checkpoints">Checkpoints that there are, or that are being made.</param>
/// <param name="Taking">Replicas that have one, or wait for the one that is being made.</param>
/// <param name="Waiting">Replicas that wait for their turn.</param>
/// <param name="Made">Checkpoints made since the start.</param>
/// <param name="Failed">Checkpoints that failed since the start.</param>
/// <param name="LastFailure">Why the last one failed; empty if none has.</param>
public sealed record BgsaveFacts(int Checkpoints, int Taking, int Waiting, long Made, long Failed, string LastFailure)
{
    /// <summary>Before anybody has asked.</summary>
    public static readonly BgsaveFacts None = new(0, 0, 0, 0, 0, "");
}
