namespace Pika.Actors.Replication.FullSync;

/// <summary>
/// The limit on what full syncs send, shared by all of them. Each chunk reserves its place behind those before it, so no replica is passed over; who
/// has reserved waits for as long as it is told and then sends. Pure: time and rate are arguments. Any thread.
/// </summary>
internal sealed class TransferRate
{
    /// <summary>
    /// Of what was not used, so much time's worth may be sent at once afterwards: waits are never exact, and without it each lateness would
    /// be lost.
    /// </summary>
    public static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();

    /// <summary>When all that is reserved will have been sent at the rate.</summary>
    private TimeSpan _free = TimeSpan.MinValue;
    private long _rate;

    /// <summary>Reserves a place for some bytes; returns how long to wait before they are sent.</summary>
    /// <param name="bytesPerSecond">The limit now; 0 is none. When it changes, what was reserved under the old one counts no more.</param>
    /// <param name="now">Time since any fixed moment; must not go back.</param>
    public TimeSpan Reserve(long bytes, long bytesPerSecond, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfNegative(bytesPerSecond);
        lock (_gate)
        {
            if (_rate != bytesPerSecond)
            {
                (_rate, _free) = (bytesPerSecond, now);
            }

            if (bytesPerSecond == 0)
            {
                return TimeSpan.Zero;
            }

            if (_free < now - Burst)
            {
                _free = now - Burst;
            }

            var wait = _free - now;
            _free += TimeSpan.FromTicks(
                (long)Int128.Min(((Int128)bytes * TimeSpan.TicksPerSecond / bytesPerSecond) + 1, TimeSpan.TicksPerDay)
            );
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }
}
