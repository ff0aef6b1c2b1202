using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Pika.Actors.Replication.Roles;

/// <summary>The journal of <see cref="Replication"/>: events go to the <see cref="RoleFile"/>, and are durable when their handler runs.</summary>
internal sealed class RoleJournal : AsyncWriteJournal
{
    private readonly RoleFile _file = RoleStorage.Of(Context.System).File;

    /// <inheritdoc/>
    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        Task.FromResult(_file.Read() is [.., var last] ? last.Number : 0);

    /// <inheritdoc/>
    public override Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback
    )
    {
        foreach (var (number, change) in _file.Read())
        {
            if (number >= fromSequenceNr && number <= toSequenceNr && max-- > 0)
            {
                recoveryCallback(new Persistent(change, number, persistenceId));
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task<IImmutableList<Exception?>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var outcomes = ImmutableList.CreateBuilder<Exception?>();
        foreach (var write in messages)
        {
            outcomes.Add(TryWrite((IImmutableList<IPersistentRepresentation>)write.Payload));
        }

        return Task.FromResult<IImmutableList<Exception?>?>(outcomes.ToImmutable());
    }

    // Refused, not failed: the file is as it was, and the next order may succeed.
    private Exception? TryWrite(IImmutableList<IPersistentRepresentation> events)
    {
        try
        {
            foreach (var written in events)
            {
                _file.Append(written.SequenceNr, (RoleEvent)written.Payload);
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure;
        }
    }

    /// <inheritdoc/>
    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr) =>
        throw new NotSupportedException("the history of the role stays");
}
