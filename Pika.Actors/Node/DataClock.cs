namespace Pika.Actors.Node;

/// <summary>
/// The time by which keys expire. On a replica it is the master's, as it was heard last and has gone on since: nobody's clock but the master's
/// decides what is there. Any thread.
/// </summary>
public sealed class DataClock
{
    private readonly TimeProvider _time;

    /// <summary>What the master's clock said, and when that was by the replica's steady one; null while the node's own clock counts.</summary>
    private volatile Heard? _heard;

    /// <summary>The clock of a node that is being opened.</summary>
    /// <param name="aheadMs">How far the master's clock was ahead of the node's own before; null if there was no master.</param>
    public DataClock(TimeProvider time, long? aheadMs = null)
    {
        _time = time;
        if (aheadMs is { } ahead)
        {
            Follow(OwnMs + ahead);
        }
    }

    private long OwnMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>How far it is ahead of the node's own clock, in milliseconds.</summary>
    public long AheadMs => NowMs() - OwnMs;

    /// <summary>Unix ms.</summary>
    public long NowMs() => _heard is { } heard ? heard.WallMs + (long)_time.GetElapsedTime(heard.At).TotalMilliseconds : OwnMs;

    /// <summary>The master says that it is this time, unix ms.</summary>
    public void Follow(long wallMs) => _heard = new Heard(wallMs, _time.GetTimestamp());

    /// <summary>The node is a master: its own clock counts.</summary>
    public void UseOwn() => _heard = null;

    private sealed record Heard(long WallMs, long At);
}
