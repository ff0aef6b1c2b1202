namespace Pika.Tests.Actors.Support;

/// <summary>A clock that stands still until a test moves it. Timers run on real time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _nowMs = 1_700_000_000_000;

    /// <summary>The present time, unix ms.</summary>
    public long NowMs => Interlocked.Read(ref _nowMs);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);

    public void Advance(TimeSpan span) => Interlocked.Add(ref _nowMs, (long)span.TotalMilliseconds);
}
