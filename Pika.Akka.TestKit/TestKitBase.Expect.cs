using Akka.Actor;

namespace Akka.TestKit;

// Expectations about one message. The overloads differ only in what they check; ExpectCore does the waiting.
public abstract partial class TestKitBase
{
    /// <summary>Takes the next message and fails unless it is a <typeparamref name="T"/>.</summary>
    /// <param name="duration">How long to wait; what is left of Within, or akka.test.single-expect-default, when omitted.</param>
    /// <param name="hint">Added to the text of a failure.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception.</param>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Completed(ExpectCore<T>(false, null, duration, hint, cancellationToken));

    /// <summary>Fails unless the next message equals <paramref name="message"/>.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Completed(ExpectCore(false, EqualTo(message, hint), timeout, hint, cancellationToken));

    /// <summary>Fails unless the next message satisfies <paramref name="isMessage"/>.</summary>
    public T ExpectMsg<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, Satisfies(isMessage, hint), timeout, hint, cancellationToken));

    /// <summary>Takes the next message and hands it to <paramref name="assert"/>.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Completed(ExpectCore<T>(false, (m, _) => assert(m), timeout, hint, cancellationToken));

    /// <summary>Fails unless the next message and its sender satisfy <paramref name="isMessageAndSender"/>.</summary>
    public T ExpectMsg<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, Satisfies(isMessageAndSender, hint), timeout, hint, cancellationToken));

    /// <summary>Takes the next message and hands it to <paramref name="assertMessageAndSender"/> with its sender.</summary>
    public T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, assertMessageAndSender, timeout, hint, cancellationToken));

    /// <summary>Fails unless <paramref name="comparer"/> finds the next message equal to <paramref name="expected"/>.</summary>
    public T ExpectMsg<T>(
        T expected,
        Func<T, T, bool> comparer,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, EqualBy(expected, comparer, hint), timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectCore<T>(true, null, duration, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(T, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, EqualTo(message, hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Predicate{T}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, Satisfies(isMessage, hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Action{T}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore<T>(true, (m, _) => assert(m), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Func{T, IActorRef, bool}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, Satisfies(isMessageAndSender, hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Action{T, IActorRef}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, assertMessageAndSender, timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(T, Func{T, T, bool}, TimeSpan?, string?, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        T expected,
        Func<T, T, bool> comparer,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, EqualBy(expected, comparer, hint), timeout, hint, cancellationToken);

    /// <summary>Fails unless the next message tells of the end of <paramref name="target"/>.</summary>
    public Terminated ExpectTerminated(
        IActorRef target,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => Completed(ExpectCore(false, TerminatedOf(target, hint), timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectTerminated"/>
    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default
    ) => ExpectCore(true, TerminatedOf(target, hint), timeout, hint, cancellationToken);

    /// <summary>Fails if a message comes within akka.test.expect-no-message-default.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        Completed(ExpectNoMsgCore(false, NoMessageRemainingOrDefault, cancellationToken));

    /// <summary>Fails if a message comes within <paramref name="duration"/>.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        Completed(ExpectNoMsgCore(false, RemainingOrDilated(duration), cancellationToken));

    /// <summary>Fails if a message comes within so many milliseconds.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(CancellationToken)"/>
    public async ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        await ExpectNoMsgCore(true, NoMessageRemainingOrDefault, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="ExpectNoMsg(TimeSpan, CancellationToken)"/>
    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        await ExpectNoMsgCore(true, RemainingOrDilated(duration), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="ExpectNoMsg(int, CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private async ValueTask<T> ExpectCore<T>(
        bool isAsync,
        Action<T, IActorRef>? check,
        TimeSpan? timeout,
        string? hint,
        CancellationToken cancellationToken
    )
    {
        var wait = RemainingOrDilated(timeout);
        var envelope = await TakeCore(isAsync, wait, false, cancellationToken).ConfigureAwait(false);
        var suffix = hint is null ? "" : " " + hint;
        if (envelope is NullMessageEnvelope)
            _assertions.Fail("Failed: Timeout {0} while waiting for a message of type {1}{2}", wait, typeof(T), suffix);
        if (envelope.Message is not T message)
        {
            _assertions.Fail(
                "Failed: Expected a message of type {0}, but received {{{1}}} (type {2}) instead{3} from {4}",
                typeof(T),
                envelope.Message!,
                envelope.Message!.GetType(),
                suffix,
                envelope.Sender
            );
            throw new InvalidOperationException("The assertions of the test framework did not throw.");
        }
        check?.Invoke(message, envelope.Sender);
        return message;
    }

    private async ValueTask<bool> ExpectNoMsgCore(bool isAsync, TimeSpan wait, CancellationToken cancellationToken)
    {
        var envelope = await TakeCore(isAsync, wait, false, cancellationToken).ConfigureAwait(false);
        if (envelope is not NullMessageEnvelope)
            _assertions.Fail("Failed: Expected no messages during {0}, instead we received {1}", wait, envelope);
        _lastWasNoMsg = true;
        return true;
    }

    private Action<T, IActorRef> EqualTo<T>(T expected, string? hint) => (m, _) => _assertions.AssertEqual(expected, m, hint ?? "");

    private Action<T, IActorRef> EqualBy<T>(T expected, Func<T, T, bool> comparer, string? hint) =>
        (m, _) => _assertions.AssertEqual(expected, m, comparer, hint ?? "");

    private Action<T, IActorRef> Satisfies<T>(Predicate<T> isMessage, string? hint) => Satisfies<T>((m, _) => isMessage(m), hint);

    private Action<T, IActorRef> Satisfies<T>(Func<T, IActorRef, bool> holds, string? hint) =>
        (m, sender) =>
            _assertions.AssertTrue(
                holds(m, sender),
                "Got a message of the expected type <{2}>. Also expected the predicate to return true but got: {{{0}}} from {1}{3}",
                m!,
                sender,
                typeof(T),
                hint is null ? "" : ". " + hint
            );

    private Action<Terminated, IActorRef> TerminatedOf(IActorRef target, string? hint) =>
        (m, _) => _assertions.AssertEqual(target, m.ActorRef, (a, b) => a.Equals(b), hint ?? "Terminated of another actor");
}
