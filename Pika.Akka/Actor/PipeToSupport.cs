using Akka.Dispatch.Deterministic;

namespace Akka.Actor;

/// <summary>Delivers the outcome of a task to an actor as a message, so that the actor's state is never touched by a continuation.</summary>
public static class PipeToSupport
{
    /// <summary>Sends the result of <paramref name="taskToPipe"/> to <paramref name="recipient"/>; a failure arrives as <see cref="Status.Failure"/>.</summary>
    /// <param name="sender">Who the message claims to come from; nobody when omitted.</param>
    /// <param name="success">Makes the message out of the result; the result itself is the message when omitted.</param>
    /// <param name="failure">Makes the message out of the exception.</param>
    public static Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null
    ) => PipeTo(taskToPipe, recipient, useConfigureAwait: false, sender, success, failure);

    /// <inheritdoc cref="PipeTo{T}(Task{T}, ICanTell, IActorRef?, Func{T, object}?, Func{Exception, object}?)"/>
    /// <param name="useConfigureAwait">Whether to continue on the caller's context; see <see cref="Task.ConfigureAwait(bool)"/>.</param>
    public static async Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        bool useConfigureAwait,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null
    )
    {
        sender ??= ActorRefs.NoSender;
        try
        {
            var result = await taskToPipe.ConfigureAwait(useConfigureAwait || SimulationContext.IsCurrent);
            recipient.Tell(success is null ? result! : success(result), sender);
        }
        catch (Exception e)
        {
            recipient.Tell(FailureMessage(e, failure), sender);
        }
    }

    /// <summary>Sends what <paramref name="success"/> makes once <paramref name="taskToPipe"/> is done; without it, success sends nothing.</summary>
    public static Task PipeTo(
        this Task taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<object>? success = null,
        Func<Exception, object>? failure = null
    ) => PipeTo(taskToPipe, recipient, useConfigureAwait: false, sender, success, failure);

    /// <inheritdoc cref="PipeTo(Task, ICanTell, IActorRef?, Func{object}?, Func{Exception, object}?)"/>
    /// <param name="useConfigureAwait">Whether to continue on the caller's context; see <see cref="Task.ConfigureAwait(bool)"/>.</param>
    public static async Task PipeTo(
        this Task taskToPipe,
        ICanTell recipient,
        bool useConfigureAwait,
        IActorRef? sender = null,
        Func<object>? success = null,
        Func<Exception, object>? failure = null
    )
    {
        sender ??= ActorRefs.NoSender;
        try
        {
            await taskToPipe.ConfigureAwait(useConfigureAwait || SimulationContext.IsCurrent);
            if (success is not null)
                recipient.Tell(success(), sender);
        }
        catch (Exception e)
        {
            recipient.Tell(FailureMessage(e, failure), sender);
        }
    }

    private static object FailureMessage(Exception cause, Func<Exception, object>? failure) =>
        failure is null ? new Status.Failure(cause) : failure(cause);
}
