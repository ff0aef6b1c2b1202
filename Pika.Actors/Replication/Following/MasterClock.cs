using Akka.Actor;
using Akka.Event;
using Pika.Actors.Node;

namespace Pika.Actors.Replication.Following;

/// <summary>
/// What a replica does with its master's time: its data goes by it at once, and how far it is from the node's own clock is kept on disk when that has changed, on the storage
/// pool, for the node's next start.
/// </summary>
internal sealed class MasterClock(PikaNode node, IActorRef owner, ILoggingAdapter log)
{
    /// <summary>A change that is not worth a write: clocks drift, and messages take time. Expiry is as much off after a start.</summary>
    private const long ToleranceMs = 500;

    /// <summary>What is on disk, or on its way there; null if nothing is known to be.</summary>
    private long? _kept;
    private bool _isWriting;

    /// <summary>The last write failed, which was logged.</summary>
    private bool _fails;

    /// <summary>The master says that it is this time, unix ms.</summary>
    public void Hear(long wallMs)
    {
        node.DataClock.Follow(wallMs);
        Keep();
    }

    /// <summary>Keeps the difference that counts now, if it is not the one that is kept.</summary>
    public void Keep()
    {
        long ahead = node.DataClock.AheadMs;
        if (_isWriting || (_kept is { } kept && Math.Abs(ahead - kept) <= ToleranceMs))
        {
            return;
        }

        (_isWriting, _kept) = (true, ahead);
        _ = node.Storage.Run(() => WriteBlocking(node, ahead)).PipeTo(owner, failure: static failure => new Written(failure.Message));
    }

    /// <summary>A write has ended.</summary>
    public void OnWritten(Written written)
    {
        _isWriting = false;
        if (written.Failure is null)
        {
            _fails = false;
            return;
        }

        _kept = null;
        if (!_fails)
        {
            _fails = true;
            log.Warning(
                "how far the master's clock is from this one cannot be written down, which the next start would go by; trying again: {0}",
                written.Failure
            );
        }
    }

    private static Written WriteBlocking(PikaNode node, long aheadMs)
    {
        ClockFile.Of(node.Files, node.Config).Write(aheadMs);
        return new Written(null);
    }

    /// <summary>To the owner.</summary>
    public sealed record Written(string? Failure);
}
