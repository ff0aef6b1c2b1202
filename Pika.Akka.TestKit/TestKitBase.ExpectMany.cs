using System.Collections;

namespace Akka.TestKit;

// Expectations about one of several messages, about several in any order, and about one somewhere in the stream.
public abstract partial class TestKitBase
{
    /// <summary>Fails unless the next message equals one of <paramref name="messages"/>.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        Completed(ExpectCore<T>(false, OneOf(messages), null, null, cancellationToken));

    /// <inheritdoc cref="ExpectMsgAnyOf{T}"/>
    public ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        ExpectCore<T>(true, OneOf(messages), null, null, cancellationToken);

    /// <summary>Fails unless the next messages are exactly these, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectMsgAllOf((IReadOnlyCollection<T>)messages);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        Completed(AllOfCore(false, RemainingOrDefault, messages, cancellationToken));

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    /// <param name="max">How long to wait for all of them.</param>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        ExpectMsgAllOf(max, (IReadOnlyCollection<T>)messages);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(TimeSpan, T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(
        TimeSpan max,
        IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default
    ) => Completed(AllOfCore(false, RemainingOrDilated(max), messages, cancellationToken));

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        Enumerate(AllOfCore(true, RemainingOrDefault, messages, cancellationToken));

    /// <inheritdoc cref="ExpectMsgAllOf{T}(TimeSpan, T[])"/>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        TimeSpan max,
        IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default
    ) => Enumerate(AllOfCore(true, RemainingOrDilated(max), messages, cancellationToken));

    /// <summary>Takes messages until one satisfies <paramref name="isMessage"/>, and returns it.</summary>
    public object FishForMessage(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default
    ) => FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <summary>Takes messages until a <typeparamref name="T"/> satisfies <paramref name="isMessage"/>, and returns it.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default
    ) => Completed(FishCore(false, isMessage, null, max, hint, cancellationToken));

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    /// <param name="allMessages">Gets every message that was passed over.</param>
    public T FishForMessage<T>(
        Predicate<T> isMessage,
        ArrayList allMessages,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default
    ) => Completed(FishCore(false, isMessage, allMessages, max, hint, cancellationToken));

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default
    ) => FishCore(true, isMessage, null, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default
    ) => FishCore(true, isMessage, null, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, ArrayList, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        ArrayList allMessages,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default
    ) => FishCore(true, isMessage, allMessages, max, hint, cancellationToken);

    /// <summary>Takes messages up to and with the first <typeparamref name="T"/>.</summary>
    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        await FishCore<T>(true, _ => true, null, max, "", cancellationToken).ConfigureAwait(false);

    private Action<T, Akka.Actor.IActorRef> OneOf<T>(IEnumerable<T> messages)
    {
        var expected = messages.ToList();
        return (m, _) =>
            _assertions.AssertTrue(expected.Contains(m), "Expected one of [{0}], but received {1}", string.Join(", ", expected), m!);
    }

    private async ValueTask<List<T>> AllOfCore<T>(
        bool isAsync,
        TimeSpan max,
        IReadOnlyCollection<T> expected,
        CancellationToken cancellationToken
    )
    {
        var received = await ReceiveNCore(isAsync, expected.Count, max, cancellationToken).ConfigureAwait(false);
        var unexpected = new List<object>(received);
        var missing = expected.Where(e => !unexpected.Remove(e!)).ToList();
        if (missing.Count > 0 || unexpected.Count > 0)
            _assertions.Fail("Not found [{0}], found unexpected [{1}]", string.Join(", ", missing), string.Join(", ", unexpected));
        return received.Cast<T>().ToList();
    }

    private async ValueTask<T> FishCore<T>(
        bool isAsync,
        Predicate<T> isMessage,
        ArrayList? passedOver,
        TimeSpan? max,
        string hint,
        CancellationToken cancellationToken
    )
    {
        var wait = RemainingOrDilated(max);
        var stop = Deadline(wait);
        while (true)
        {
            var envelope = await TakeCore(isAsync, Positive(stop - Now), false, cancellationToken).ConfigureAwait(false);
            if (envelope is NullMessageEnvelope)
                _assertions.Fail("Timeout ({0}) during FishForMessage{1}", wait, hint.Length == 0 ? "" : ", hint: " + hint);
            if (envelope.Message is T message && isMessage(message))
                return message;
            passedOver?.Add(envelope.Message);
        }
    }
}
