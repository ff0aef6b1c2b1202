namespace Pika.Storage.Binlog;

/// <summary>
/// The leases on the log: each says that its owner still needs the records from an index on, so purge keeps their segments. A lease is
/// bounded twice, or one stuck replica could fill the disk: by the bytes that it holds back, and by the time since it last moved on while
/// it holds something back. A revoked lease is gone; its owner is told why and needs a full sync. Pure: time and sizes are arguments; time is
/// that of a clock that nobody sets, or a corrected clock would take leases away.
/// </summary>
public sealed class BinlogPins
{
    private readonly Dictionary<string, BinlogPin> _pins = new(StringComparer.Ordinal);

    /// <summary>The leases that are held, the one that holds back most first.</summary>
    public IReadOnlyList<BinlogPin> Held =>
        [.. _pins.Values.OrderBy(static p => p.Index).ThenBy(static p => p.Owner, StringComparer.Ordinal)];

    /// <summary>The lowest index that any lease holds, or null.</summary>
    public ulong? Lowest => _pins.Count == 0 ? null : _pins.Values.Min(static p => p.Index);

    /// <summary>Takes a lease, in the place of the one that the owner may have had.</summary>
    /// <param name="owner">Who holds it; shown in INFO.</param>
    /// <param name="index">The first record that the owner needs.</param>
    /// <param name="steadyMs">Now, by the steady clock.</param>
    /// <param name="maxBytes">The most bytes of closed segments that it may hold back.</param>
    /// <param name="maxMs">The longest time without a step forward, in milliseconds, while it holds something back.</param>
    public BinlogPin Acquire(string owner, ulong index, long steadyMs, long maxBytes, long maxMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(maxMs);
        return _pins[owner] = new BinlogPin(owner, index, steadyMs, steadyMs, maxBytes, maxMs);
    }

    /// <summary>
    /// Moves a lease forward; an index that is not above the present one changes nothing. False when the owner has no lease (any more): it
    /// must not go on reading.
    /// </summary>
    public bool Advance(string owner, ulong index, long steadyMs)
    {
        if (!_pins.TryGetValue(owner, out var pin))
        {
            return false;
        }
        if (index > pin.Index)
        {
            _pins[owner] = pin with { Index = index, MovedMs = steadyMs };
        }
        return true;
    }

    /// <summary>Gives a lease back; false when the owner has none.</summary>
    public bool Release(string owner) => _pins.Remove(owner);

    /// <summary>Revokes the leases that are beyond their bounds and returns them, each with the reason. Comes before every purge.</summary>
    public IReadOnlyList<RevokedPin> Revoke(IReadOnlyList<BinlogSegmentInfo> segments, long steadyMs)
    {
        var revoked = new List<RevokedPin>();
        foreach (var pin in Held)
        {
            var held = PurgePlan.BytesHeld(segments, pin.Index);
            if (held == 0)
            {
                // It costs nothing now, so its time begins when it does.
                _pins[pin.Owner] = pin with
                {
                    MovedMs = steadyMs,
                };
                continue;
            }
            var reason =
                held > pin.MaxBytes ? $"it holds back {held} bytes of binlog, its limit is {pin.MaxBytes}"
                : steadyMs - pin.MovedMs > pin.MaxMs
                    ? $"it has not moved from index {pin.Index} for {(steadyMs - pin.MovedMs) / 1000} s, its limit is {pin.MaxMs / 1000} s"
                : null;
            if (reason is not null)
            {
                _pins.Remove(pin.Owner);
                revoked.Add(new RevokedPin(pin, reason));
            }
        }
        return revoked;
    }
}

/// <summary>A lease on the log.</summary>
/// <param name="Owner">Who holds it.</param>
/// <param name="Index">The first record that the owner needs.</param>
/// <param name="SinceMs">When it was taken, in milliseconds of the steady clock; so is the next.</param>
/// <param name="MovedMs">When it last moved forward, or last held nothing back.</param>
/// <param name="MaxBytes">The most bytes of closed segments that it may hold back.</param>
/// <param name="MaxMs">The longest time without a step forward while it holds something back.</param>
public sealed record BinlogPin(string Owner, ulong Index, long SinceMs, long MovedMs, long MaxBytes, long MaxMs);

/// <summary>A lease that was taken away.</summary>
/// <param name="Pin">As it was.</param>
/// <param name="Reason">For the log, for INFO and for the owner.</param>
public sealed record RevokedPin(BinlogPin Pin, string Reason);
