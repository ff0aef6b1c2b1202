namespace Pika.Actors.Node;

/// <summary>
/// The time by which keys expire. On a replica it is the master's, as it was heard last and has gone on since: nobody's clock but the master's
/// decides what is there. Any thread.
/// </summary>
public sealed class DataClock(TimeProvider time)
{
    /// <summary>What the master's clock said, and when that was by the replica's steady one; null while the node's own clock counts.</summary>
    private volatile Heard? _heard;

    /// <summary>Unix ms.</summary>
    public long NowMs() =>
        _heard is { } heard
            ? heard.WallMs + (long)time.GetElapsedTime(heard.At).TotalMilliseconds
            : time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The master says that it is this time, unix ms.</summary>
    public void Follow(long wallMs) => _heard = new Heard(wallMs, time.GetTimestamp());

    /// <summary>The node is a master: its own clock counts.</summary>
    public void UseOwn() => _heard = null;

    private sealed record Heard(long WallMs, long At);
}
