using Akka.Actor;

namespace Akka.TestKit;

// Expectations about a message and its sender.
public abstract partial class TestKitBase
{
    /// <summary>Fails unless the next message is a <typeparamref name="T"/> from <paramref name="sender"/>.</summary>
    public T ExpectMsgFrom<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, From<T>(sender, null), duration, hint, cancellationToken));

    /// <summary>Fails unless the next message equals <paramref name="message"/> and is from <paramref name="sender"/>.</summary>
    public T ExpectMsgFrom<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, From(sender, EqualTo(message, hint)), timeout, hint, cancellationToken));

    /// <summary>Fails unless the next message satisfies <paramref name="isMessage"/> and is from <paramref name="sender"/>.</summary>
    public T ExpectMsgFrom<T>(
        IActorRef sender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, From(sender, Satisfies(isMessage, hint)), timeout, hint, cancellationToken));

    /// <summary>Fails unless sender and message satisfy the predicates.</summary>
    public T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, Satisfies<T>((m, s) => isSender(s) && isMessage(m), hint), timeout, hint, cancellationToken));

    /// <summary>Fails unless the next message is from <paramref name="sender"/>, and hands it to <paramref name="assertMessage"/>.</summary>
    public T ExpectMsgFrom<T>(
        IActorRef sender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, From<T>(sender, (m, _) => assertMessage(m)), timeout, hint, cancellationToken));

    /// <summary>Hands sender and message to the assertions.</summary>
    public T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, Both(assertSender, assertMessage), timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, From<T>(sender, null), duration, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, T, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, From(sender, EqualTo(message, hint)), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, Predicate{T}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, From(sender, Satisfies(isMessage, hint)), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(Predicate{IActorRef}, Predicate{T}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(
        Predicate<IActorRef> isSender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, Satisfies<T>((m, s) => isSender(s) && isMessage(m), hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, Action{T}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, From<T>(sender, (m, _) => assertMessage(m)), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(Action{IActorRef}, Action{T}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(
        Action<IActorRef> assertSender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, Both(assertSender, assertMessage), timeout, hint, cancellationToken);

    private Action<T, IActorRef> From<T>(IActorRef expected, Action<T, IActorRef>? andThen) =>
        (message, sender) =>
        {
            _assertions.AssertEqual(expected, sender, (a, b) => a.Equals(b), "Sender does not match. Got: {0}", message!);
            andThen?.Invoke(message, sender);
        };

    private static Action<T, IActorRef> Both<T>(Action<IActorRef> assertSender, Action<T> assertMessage) =>
        (message, sender) =>
        {
            assertSender(sender);
            assertMessage(message);
        };
}
