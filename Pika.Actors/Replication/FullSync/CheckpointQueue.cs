namespace Pika.Actors.Replication.FullSync;

/// <summary>
/// Decides who gets which checkpoint, and when: those who ask while one is being made, or is fresh, share it; no more than so many full syncs go on at a
/// time, and the others wait in the order in which they came. Pure: time and limits are arguments, and what is to be done is returned, in order.
/// </summary>
internal sealed class CheckpointQueue
{
    /// <summary>
    /// Replicas that come within so many milliseconds after a checkpoint was made share it. The log from its beginning on is kept as long, and
    /// they have to catch up with it; a checkpoint of its own would cost a flush.
    /// </summary>
    public const long FreshMs = 10_000;

    /// <summary>The most replicas that wait; far more than one master can feed.</summary>
    public const int MaxWaiting = 1000;

    private readonly List<string> _waiting = [];
    private readonly Dictionary<string, Use> _uses = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Checkpoint> _checkpoints = [];
    private readonly List<CheckpointStep> _steps = [];
    private long _last;

    /// <summary>Replicas that have a checkpoint, or wait for the one that is being made.</summary>
    public int Taking => _uses.Count;

    /// <summary>Replicas that wait for others to finish.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Checkpoints that there are, or that are being made.</summary>
    public int Checkpoints => _checkpoints.Count;

    /// <summary>Somebody asks for a checkpoint; who asks again is told again how things are.</summary>
    /// <param name="most">How many may be at a full sync at a time.</param>
    public IReadOnlyList<CheckpointStep> Take(string owner, int most, long nowMs)
    {
        if (_uses.TryGetValue(owner, out var use))
        {
            Tell(owner, use.Checkpoint);
        }
        else if (_waiting.IndexOf(owner) is >= 0 and var place)
        {
            _steps.Add(new CheckpointStep.Wait(owner, place + 1));
        }
        else if (_waiting.Count == MaxWaiting)
        {
            _steps.Add(new CheckpointStep.Refuse(owner, $"{MaxWaiting} replicas wait for a full sync already"));
        }
        else
        {
            _waiting.Add(owner);
            if (!Serve(most, nowMs))
            {
                _steps.Add(new CheckpointStep.Wait(owner, _waiting.Count));
            }
        }

        return Steps();
    }

    /// <summary>Something outside has changed: the limit, or that nothing could be made.</summary>
    public IReadOnlyList<CheckpointStep> Look(int most, long nowMs)
    {
        _ = Serve(most, nowMs);
        return Steps();
    }

    /// <summary>A checkpoint is ready.</summary>
    public IReadOnlyList<CheckpointStep> Made(long number, long nowMs)
    {
        var checkpoint = _checkpoints[number];
        (checkpoint.IsReady, checkpoint.MadeMs) = (true, nowMs);
        foreach (string owner in checkpoint.Owners)
        {
            Tell(owner, checkpoint);
        }

        RemoveUnused(checkpoint);
        return Steps();
    }

    /// <summary>A checkpoint could not be made: who waited for it is told the reason, and may ask again.</summary>
    public IReadOnlyList<CheckpointStep> Failed(long number, string reason, int most, long nowMs)
    {
        var checkpoint = _checkpoints[number];
        checkpoint.IsReady = true;
        foreach (string owner in checkpoint.Owners.ToArray())
        {
            Refuse(owner, reason);
        }

        RemoveUnused(checkpoint);
        _ = Serve(most, nowMs);
        return Steps();
    }

    /// <summary>A taker has a lease of its own on the log.</summary>
    public IReadOnlyList<CheckpointStep> Secured(string owner, long nowMs)
    {
        if (_uses.TryGetValue(owner, out var use))
        {
            use.IsSecured = true;
            UnpinIfDone(use.Checkpoint, nowMs);
        }

        return Steps();
    }

    /// <summary>A checkpoint may be fresh no more.</summary>
    public IReadOnlyList<CheckpointStep> Aged(long number, long nowMs)
    {
        if (_checkpoints.TryGetValue(number, out var checkpoint))
        {
            UnpinIfDone(checkpoint, nowMs);
        }

        return Steps();
    }

    /// <summary>The lease that a checkpoint was made under is gone: who has none of its own cannot use it.</summary>
    public IReadOnlyList<CheckpointStep> PinLost(long number, string reason, int most, long nowMs)
    {
        if (_checkpoints.TryGetValue(number, out var checkpoint) && checkpoint.IsPinned)
        {
            checkpoint.IsPinned = false;
            foreach (string owner in checkpoint.Owners.Where(owner => !_uses[owner].IsSecured).ToArray())
            {
                Refuse(owner, reason);
            }

            RemoveUnused(checkpoint);
            _ = Serve(most, nowMs);
        }

        return Steps();
    }

    /// <summary>Somebody needs its checkpoint no more, or does not want to wait any longer.</summary>
    public IReadOnlyList<CheckpointStep> GiveBack(string owner, int most, long nowMs)
    {
        int place = _waiting.IndexOf(owner);
        if (place >= 0)
        {
            _waiting.RemoveAt(place);
            TellPlaces(place);
        }
        else if (_uses.Remove(owner, out var use))
        {
            use.Checkpoint.Owners.Remove(owner);
            RemoveUnused(use.Checkpoint);
            UnpinIfDone(use.Checkpoint, nowMs);
            _ = Serve(most, nowMs);
        }

        return Steps();
    }

    private CheckpointStep[] Steps()
    {
        CheckpointStep[] steps = [.. _steps];
        _steps.Clear();
        return steps;
    }

    // Whether nobody waits any more.
    private bool Serve(int most, long nowMs)
    {
        int served = 0;
        for (; served < _waiting.Count && _uses.Count < most; served++)
        {
            string owner = _waiting[served];
            var checkpoint = _checkpoints.Values.LastOrDefault(checkpoint => IsShared(checkpoint, nowMs)) ?? Begin();
            checkpoint.Owners.Add(owner);
            _uses.Add(owner, new Use(checkpoint));
            Tell(owner, checkpoint);
        }

        _waiting.RemoveRange(0, served);
        if (served > 0)
        {
            TellPlaces(0);
        }

        return _waiting.Count == 0;
    }

    private Checkpoint Begin()
    {
        var checkpoint = new Checkpoint(++_last);
        _checkpoints.Add(checkpoint.Number, checkpoint);
        _steps.Add(new CheckpointStep.Make(checkpoint.Number));
        return checkpoint;
    }

    private static bool IsShared(Checkpoint checkpoint, long nowMs) =>
        checkpoint.IsPinned && (!checkpoint.IsReady || nowMs - checkpoint.MadeMs < FreshMs);

    private void Tell(string owner, Checkpoint checkpoint) =>
        _steps.Add(checkpoint.IsReady ? new CheckpointStep.Give(owner, checkpoint.Number) : new CheckpointStep.Wait(owner, 0));

    private void TellPlaces(int from)
    {
        for (int place = from; place < _waiting.Count; place++)
        {
            _steps.Add(new CheckpointStep.Wait(_waiting[place], place + 1));
        }
    }

    private void Refuse(string owner, string reason)
    {
        _uses.Remove(owner, out var use);
        use!.Checkpoint.Owners.Remove(owner);
        _steps.Add(new CheckpointStep.Refuse(owner, reason));
    }

    private void UnpinIfDone(Checkpoint checkpoint, long nowMs)
    {
        if (checkpoint.IsPinned && !IsShared(checkpoint, nowMs) && checkpoint.Owners.TrueForAll(owner => _uses[owner].IsSecured))
        {
            Unpin(checkpoint);
        }
    }

    // One that is being made is not interrupted: it goes when it is ready.
    private void RemoveUnused(Checkpoint checkpoint)
    {
        if (checkpoint.Owners.Count == 0 && checkpoint.IsReady)
        {
            Unpin(checkpoint);
            _checkpoints.Remove(checkpoint.Number);
            _steps.Add(new CheckpointStep.Remove(checkpoint.Number));
        }
    }

    private void Unpin(Checkpoint checkpoint)
    {
        if (checkpoint.IsPinned)
        {
            checkpoint.IsPinned = false;
            _steps.Add(new CheckpointStep.Unpin(checkpoint.Number));
        }
    }

    private sealed class Checkpoint(long number)
    {
        public long Number { get; } = number;

        /// <summary>The lease under which it is made is held: the log goes on behind it for whoever comes now.</summary>
        public bool IsPinned { get; set; } = true;

        /// <summary>It is made, or has failed.</summary>
        public bool IsReady { get; set; }

        public long MadeMs { get; set; }

        /// <summary>Who uses it, in the order in which they came.</summary>
        public List<string> Owners { get; } = [];
    }

    private sealed class Use(Checkpoint checkpoint)
    {
        public Checkpoint Checkpoint { get; } = checkpoint;

        /// <summary>The taker has a lease of its own.</summary>
        public bool IsSecured { get; set; }
    }
}

/// <summary>Something to do.</summary>
internal abstract record CheckpointStep
{
    /// <summary>Take a lease on the log, and then make a checkpoint.</summary>
    public sealed record Make(long Number) : CheckpointStep;

    /// <summary>Tell the owner how many are before it; 0: its checkpoint is being made.</summary>
    public sealed record Wait(string Owner, int Place) : CheckpointStep;

    /// <summary>Tell the owner that this checkpoint is there for it.</summary>
    public sealed record Give(string Owner, long Number) : CheckpointStep;

    /// <summary>Tell the owner why it gets none; it is forgotten.</summary>
    public sealed record Refuse(string Owner, string Reason) : CheckpointStep;

    /// <summary>Give the lease back.</summary>
    public sealed record Unpin(long Number) : CheckpointStep;

    /// <summary>Delete the checkpoint.</summary>
    public sealed record Remove(long Number) : CheckpointStep;
}
