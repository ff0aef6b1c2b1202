namespace Akka.Actor;

/// <summary>Holds messages back until the actor is ready for them.</summary>
public interface IStash
{
    /// <summary>Holds the message in progress back.</summary>
    /// <exception cref="StashOverflowException">The stash is full.</exception>
    void Stash();

    /// <summary>Puts all stashed messages, oldest first, in front of the mailbox.</summary>
    void UnstashAll();

    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Puts the oldest stashed message in front of the mailbox.</summary>
    void Unstash();

    /// <summary>Takes all messages out of the stash.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages in front of those that are stashed.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);

    int Count { get; }

    bool IsEmpty { get; }

    bool NonEmpty { get; }

    bool IsFull { get; }

    /// <summary>Most messages that may be stashed; -1 is without limit.</summary>
    int Capacity { get; }
}

/// <summary>An actor with a stash.</summary>
public interface IActorStash
{
    IStash Stash { get; set; }
}

/// <summary>An actor with a stash, bounded by <c>stash-capacity</c> of its mailbox or dispatcher.</summary>
public interface IWithStash : IActorStash;

/// <summary>An actor with a stash without a bound.</summary>
public interface IWithUnboundedStash : IWithStash;

/// <summary>An actor with a bounded stash.</summary>
public interface IWithBoundedStash : IWithStash;

/// <summary>The stash is full.</summary>
public class StashOverflowException(string message, Exception? cause = null) : AkkaException(message, cause);
