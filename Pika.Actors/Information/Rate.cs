namespace Pika.Actors.Information;

/// <summary>How fast a counter grows just now: the mean of its last samples, as Redis's <c>instantaneous_</c> fields are.</summary>
public sealed class Rate
{
    /// <summary>Redis's number of samples, which it takes every 100 ms.</summary>
    private const int Samples = 16;

    private const int MillisecondsPerSecond = 1000;

    private readonly double[] _perSecond = new double[Samples];
    private int _next;
    private long _lastCount;
    private long _lastMs;

    /// <summary>The rate per second.</summary>
    public double PerSecond => _perSecond.Average();

    /// <summary>Takes a sample. A counter that went back was reset, and counts from 0.</summary>
    public void Sample(long count, long nowMs)
    {
        long elapsed = nowMs - _lastMs;
        if (elapsed <= 0)
        {
            return;
        }

        long grown = count < _lastCount ? count : count - _lastCount;
        _perSecond[_next] = _lastMs == 0 ? 0 : grown * (double)MillisecondsPerSecond / elapsed;
        _next = (_next + 1) % Samples;
        (_lastCount, _lastMs) = (count, nowMs);
    }
}
