using System.Diagnostics;

namespace Pika.Tests.Actors.Support;

/// <summary>A clock that stands still until a test moves it. Timers run on real time, and so does the steady clock, ahead by what the test has moved it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _nowMs = 1_700_000_000_000;
    private long _passedMs;

    /// <summary>The present time, unix ms.</summary>
    public long NowMs => Interlocked.Read(ref _nowMs);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);

    public override long GetTimestamp() => Stopwatch.GetTimestamp() + (Interlocked.Read(ref _passedMs) * (TimestampFrequency / 1000));

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan span)
    {
        Interlocked.Add(ref _passedMs, (long)span.TotalMilliseconds);
        SetClock(span);
    }

    /// <summary>Somebody sets the clock, forward or back; no time passes.</summary>
    public void SetClock(TimeSpan change) => Interlocked.Add(ref _nowMs, (long)change.TotalMilliseconds);
}
