namespace Pika.Actors.Log;

/// <summary>How fast the log grows: the mean over the last minute, so that neither a pause nor a burst counts for much. Pure: time is an argument.</summary>
internal sealed class LogGrowth
{
    /// <summary>A minute of samples, one each second.</summary>
    private const int Samples = 60;

    private const double MillisecondsPerSecond = 1000;

    private readonly Queue<(long AtMs, long Bytes)> _samples = new(Samples + 1);
    private long _total;

    /// <summary>Bytes per second; 0 before there are two samples.</summary>
    public double BytesPerSecond { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <param name="grown">Bytes since the last one.</param>
    /// <param name="nowMs">Milliseconds since any fixed moment.</param>
    public void Sample(long grown, long nowMs)
    {
        _total += grown;
        _samples.Enqueue((nowMs, _total));
        if (_samples.Count > Samples + 1)
        {
            _samples.Dequeue();
        }

        var (firstMs, first) = _samples.Peek();
        BytesPerSecond = nowMs > firstMs ? (_total - first) * MillisecondsPerSecond / (nowMs - firstMs) : 0;
    }
}
