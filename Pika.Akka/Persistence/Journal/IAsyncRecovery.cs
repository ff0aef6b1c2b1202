using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Reading a journal.</summary>
public interface IAsyncRecovery
{
    /// <summary>Calls <paramref name="recoveryCallback"/> with the events with these numbers, in order, at most <paramref name="max"/> of them.</summary>
    Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback
    );

    /// <summary>The highest number ever written, also if the event was deleted; 0 if there is none.</summary>
    /// <param name="persistenceId">Whose events.</param>
    /// <param name="fromSequenceNr">A hint: numbers below need not be looked at.</param>
    Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);
}
