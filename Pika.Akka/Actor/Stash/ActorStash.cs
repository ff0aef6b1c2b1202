namespace Akka.Actor;

/// <summary>The stash of one incarnation.</summary>
internal sealed class ActorStash(ActorCell cell, int capacity) : IStash
{
    private readonly LinkedList<Envelope> _stashed = new();

    /// <summary>The turn in which a message was stashed last; stashing twice in one turn is a mistake in the actor.</summary>
    private long _lastTurn = -1;

    public int Count => _stashed.Count;

    public bool IsEmpty => _stashed.Count == 0;

    public bool NonEmpty => _stashed.Count > 0;

    public bool IsFull => capacity >= 0 && _stashed.Count >= capacity;

    public int Capacity => capacity;

    public void Stash()
    {
        var envelope = cell.CurrentEnvelope;
        if (_lastTurn == cell.Turn)
            throw new IllegalActorStateException($"Can't stash the same message {envelope.Message} more than once");
        if (IsFull)
            throw new StashOverflowException(
                $"Couldn't enqueue message {envelope.Message} to stash of {cell.Self}: it holds {capacity} messages"
            );
        _lastTurn = cell.Turn;
        _stashed.AddLast(envelope);
    }

    public void Unstash()
    {
        if (_stashed.First is not { } first)
            return;
        _stashed.RemoveFirst();
        cell.Mailbox.EnqueueFirst(first.Value);
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        var kept = ClearStash().Where(predicate).ToList();
        for (var i = kept.Count - 1; i >= 0; i--)
            cell.Mailbox.EnqueueFirst(kept[i]);
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var stashed = _stashed.ToList();
        _stashed.Clear();
        return stashed;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Reverse())
            _stashed.AddFirst(envelope);
    }
}
