namespace Akka.Actor;

/// <summary>Ask: a message whose answer is awaited. For code outside of actors; every ask should have a timeout.</summary>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<object>(message, timeout);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, cancellationToken);

    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>Sends a message and awaits an answer of type <typeparamref name="T"/>.</summary>
    /// <exception cref="AskTimeoutException">No answer came in time.</exception>
    /// <exception cref="ArgumentException">The answer is of another type. A <see cref="Status.Failure"/> throws its cause.</exception>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, timeout: null, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var future = NewFuture<T>(self, timeout, cancellationToken);
        self.Tell(message, future);
        return future.Task;
    }

    /// <summary>As the others, for messages that carry the reference to answer to.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self,
        Func<IActorRef, object> messageFactory,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        var future = NewFuture<T>(self, timeout, cancellationToken);
        self.Tell(messageFactory(future), future);
        return future.Task;
    }

    private static FutureActorRef<T> NewFuture<T>(ICanTell self, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self);
        var limit = timeout ?? provider.Settings.AskTimeout;
        var future = new FutureActorRef<T>(provider);
        if (limit > TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan)
            future.ExpireAfter(limit, self);
        if (cancellationToken.CanBeCanceled)
            future.CancelWith(cancellationToken);
        return future;
    }

    internal static IActorRefProvider ProviderOf(ICanTell self) =>
        self switch
        {
            IInternalActorRef actor => actor.Provider,
            ActorSelection selection => ProviderOf(selection.Anchor),
            _ when ActorCell.Current is { } cell => cell.SystemImpl.Provider,
            _ => throw new ArgumentException("Unable to resolve the target Provider", nameof(self)),
        };
}
