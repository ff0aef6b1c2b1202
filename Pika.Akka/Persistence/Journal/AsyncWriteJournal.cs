using System.Collections.Immutable;
using Akka.Actor;
using Akka.Pattern;

namespace Akka.Persistence.Journal;

/// <summary>
/// The base of a journal. A subclass writes, reads and deletes; this class talks to persistent actors, guards the calls with a circuit
/// breaker, and answers in the order of the requests even if writes overtake each other.
/// </summary>
public abstract class AsyncWriteJournal : WriteJournalBase, IAsyncRecovery
{
    private readonly CircuitBreaker _breaker;

    /// <summary>Done when the answers to all earlier writes have been sent.</summary>
    private Task _answered = Task.CompletedTask;

    /// <summary>For the subclass.</summary>
    protected AsyncWriteJournal()
    {
        var config = Persistence.Instance.Apply(Context.System).ConfigFor(Self);
        _breaker = PluginBreaker.Create(Context.System, config);
    }

    /// <inheritdoc/>
    public abstract Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback
    );

    /// <inheritdoc/>
    public abstract Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);

    /// <summary>Writes these, each all or none.</summary>
    /// <returns>
    /// Null or an empty list if all were written; otherwise one entry for each, null where it was written and the reason where it was
    /// refused. A failed task means that it is not known what was written; the actors concerned then stop.
    /// </returns>
    protected abstract Task<IImmutableList<Exception?>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages);

    /// <summary>Deletes events up to this number. The highest number must be kept.</summary>
    protected abstract Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr);

    /// <summary>Handles messages of the plugin's own.</summary>
    protected virtual bool ReceivePluginInternal(object message) => false;

    /// <inheritdoc/>
    protected sealed override bool Receive(object message) => ReceiveWriteJournal(message) || ReceivePluginInternal(message);

    /// <summary>Handles the messages of persistent actors.</summary>
    protected bool ReceiveWriteJournal(object message)
    {
        switch (message)
        {
            case WriteMessages write:
                HandleWrite(write);
                return true;
            case ReplayMessages replay:
                _ = Replay(replay, Context);
                return true;
            case DeleteMessagesTo delete:
                HandleDelete(delete);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The exception that matters: the one inside an aggregate of one.</summary>
    protected static Exception TryUnwrapException(Exception e) =>
        e is AggregateException aggregate && aggregate.Flatten().InnerExceptions is [var only] ? only : e;

    private void HandleWrite(WriteMessages write)
    {
        var messages = write.Messages as IReadOnlyList<IPersistentEnvelope> ?? write.Messages.ToArray();
        var prepared = (IReadOnlyList<AtomicWrite>)PreparePersistentBatch(messages);
        var writing = prepared.Count == 0 ? Written : _breaker.WithCircuitBreaker(() => WriteMessagesAsync(prepared));
        _answered = Answer(_answered, writing, messages, prepared.Count, write);
    }

    private static readonly Task<IImmutableList<Exception?>?> Written = Task.FromResult<IImmutableList<Exception?>?>(null);

    /// <summary>Runs to its end at once if nothing is outstanding and the write is done already.</summary>
    private static async Task Answer(
        Task before,
        Task<IImmutableList<Exception?>?> writing,
        IReadOnlyList<IPersistentEnvelope> messages,
        int writes,
        WriteMessages request
    )
    {
        IImmutableList<Exception?>? refusals = null;
        Exception? failure = null;
        try
        {
            refusals = await writing.ConfigureAwait(false);
            if (refusals is { Count: > 0 } && refusals.Count != writes)
                failure = new InvalidOperationException(
                    $"AsyncWriteMessages return invalid number or results. Expected [{writes}] but got [{refusals.Count}]."
                );
        }
        catch (Exception e)
        {
            failure = TryUnwrapException(e);
        }
        await before.ConfigureAwait(false);
        Send(request, messages, failure, refusals, writes);
    }

    private static void Send(
        WriteMessages request,
        IReadOnlyList<IPersistentEnvelope> messages,
        Exception? failure,
        IImmutableList<Exception?>? refusals,
        int writes
    )
    {
        var (target, id) = (request.PersistentActor, request.ActorInstanceId);
        target.Tell(failure is null ? WriteMessagesSuccessful.Instance : new WriteMessagesFailed(failure, writes), ActorRefs.NoSender);
        var write = 0;
        foreach (var message in messages)
        {
            if (message is not AtomicWrite atomic)
            {
                target.Tell(new LoopMessageSuccess(message.Payload, id), message.Sender);
                continue;
            }
            var refusal = refusals is { Count: > 0 } && failure is null ? refusals[write] : null;
            write++;
            foreach (var e in atomic.Events)
            {
                object answer =
                    failure is not null ? new WriteMessageFailure(e, failure, id)
                    : refusal is not null ? new WriteMessageRejected(e, refusal, id)
                    : new WriteMessageSuccess(e, id);
                target.Tell(answer, e.Sender!);
            }
        }
    }

    private async Task Replay(ReplayMessages request, IActorContext context)
    {
        var target = request.PersistentActor;
        try
        {
            var highest = await _breaker
                .WithCircuitBreaker(() => ReadHighestSequenceNrAsync(request.PersistenceId, Math.Max(0L, request.FromSequenceNr - 1)))
                .ConfigureAwait(false);
            var to = Math.Min(request.ToSequenceNr, highest);
            if (highest > 0L && request.FromSequenceNr <= to)
                await ReplayMessagesAsync(
                        context,
                        request.PersistenceId,
                        request.FromSequenceNr,
                        to,
                        request.Max,
                        e =>
                        {
                            if (!e.IsDeleted)
                                target.Tell(new ReplayedMessage(e), ActorRefs.NoSender);
                        }
                    )
                    .ConfigureAwait(false);
            target.Tell(new RecoverySuccess(highest), ActorRefs.NoSender);
        }
        catch (Exception e)
        {
            target.Tell(new ReplayMessagesFailure(TryUnwrapException(e)), ActorRefs.NoSender);
        }
    }

    private void HandleDelete(DeleteMessagesTo delete) =>
        _ = _breaker
            .WithCircuitBreaker(() => DeleteMessagesToAsync(delete.PersistenceId, delete.ToSequenceNr))
            .PipeTo(
                delete.PersistentActor,
                success: () => new DeleteMessagesSuccess(delete.ToSequenceNr),
                failure: e => new DeleteMessagesFailure(TryUnwrapException(e), delete.ToSequenceNr)
            );
}
