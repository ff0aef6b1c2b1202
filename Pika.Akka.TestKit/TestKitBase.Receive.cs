namespace Akka.TestKit;

// Each operation is written once, for both worlds: with isAsync false it blocks and is complete when it returns.
public abstract partial class TestKitBase
{
    /// <summary>Takes the next message; null if none comes in time.</summary>
    /// <param name="max">How long to wait; what is left of Within, or the default, when omitted.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception.</param>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Completed(TakeCore(false, max, false, cancellationToken)).Message;

    /// <inheritdoc cref="ReceiveOne"/>
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeCore(true, max, false, cancellationToken).ConfigureAwait(false)).Message;

    /// <summary>Takes the next message with its sender; false if none comes in time.</summary>
    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        envelope = Completed(TakeCore(false, max, false, cancellationToken));
        return envelope is not NullMessageEnvelope;
    }

    /// <inheritdoc cref="TryReceiveOne"/>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max,
        CancellationToken cancellationToken = default
    )
    {
        var envelope = await TakeCore(true, max, false, cancellationToken).ConfigureAwait(false);
        return (envelope is not NullMessageEnvelope, envelope);
    }

    /// <summary>Looks at the next message and leaves it; null if none comes in time.</summary>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Completed(TakeCore(false, max, true, cancellationToken)).Message;

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public async ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeCore(true, max, true, cancellationToken).ConfigureAwait(false)).Message;

    /// <summary>Takes so many messages; fails if they do not come in time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        Completed(ReceiveNCore(false, numberOfMessages, RemainingOrDefault, cancellationToken));

    /// <inheritdoc cref="ReceiveN(int, CancellationToken)"/>
    /// <param name="max">How long to wait for all of them.</param>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Completed(ReceiveNCore(false, numberOfMessages, Dilated(max), cancellationToken));

    /// <inheritdoc cref="ReceiveN(int, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        Enumerate(ReceiveNCore(true, numberOfMessages, RemainingOrDefault, cancellationToken));

    /// <inheritdoc cref="ReceiveN(int, TimeSpan, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Enumerate(ReceiveNCore(true, numberOfMessages, Dilated(max), cancellationToken));

    /// <summary>Takes messages while <paramref name="filter"/> makes something of them; the first other one is left.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        Func<object, T?> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default
    )
        where T : class => ReceiveWhile(filter, max, null, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(TimeSpan?, Func{object, T}, int, CancellationToken)"/>
    /// <param name="idle">Ends when nothing comes for so long.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        TimeSpan? idle,
        Func<object, T?> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default
    )
        where T : class => ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(TimeSpan?, TimeSpan?, Func{object, T}, int, CancellationToken)"/>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T?> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default
    )
        where T : class =>
        Completed(ReceiveWhileCore(false, o => filter(o) is { } r ? (true, r) : default, max, idle, msgs, cancellationToken));

    /// <summary>Takes messages of type <typeparamref name="T"/> while <paramref name="shouldContinue"/> holds; the first for which it does not is left.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default
    )
        where T : class =>
        Completed(ReceiveWhileCore(false, Continue(shouldContinue, shouldIgnoreOtherMessageTypes), max, idle, msgs, cancellationToken))
            .Where(m => m is not null)
            .ToList();

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T?> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default
    )
        where T : class =>
        Enumerate(ReceiveWhileCore(true, o => filter(o) is { } r ? (true, r) : default, max, idle, msgs, cancellationToken));

    private async ValueTask<MessageEnvelope> TakeCore(bool isAsync, TimeSpan? max, bool peek, CancellationToken cancellationToken)
    {
        var wait = max ?? RemainingOrDefault;
        var taken = await _queue.Take(isAsync, wait, peek, cancellationToken).ConfigureAwait(false);
        if (taken is null)
        {
            _lastMessage = NullMessageEnvelope.Instance;
            return NullMessageEnvelope.Instance;
        }
        _lastWasNoMsg = false;
        if (!peek)
            _lastMessage = taken;
        return taken;
    }

    private async ValueTask<List<object>> ReceiveNCore(bool isAsync, int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var started = Now;
        var stop = Deadline(max);
        var received = new List<object>(count);
        while (received.Count < count)
        {
            var left = Positive(stop - Now);
            var envelope = await TakeCore(isAsync, left, false, cancellationToken).ConfigureAwait(false);
            if (envelope is NullMessageEnvelope)
                _assertions.Fail(
                    "Timeout ({0}) while expecting {1} messages. Only got {2} after {3}.",
                    max,
                    count,
                    received.Count,
                    Now - started
                );
            received.Add(envelope.Message!);
        }
        return received;
    }

    private async ValueTask<List<T>> ReceiveWhileCore<T>(
        bool isAsync,
        Func<object, (bool Continue, T Result)> filter,
        TimeSpan? max,
        TimeSpan? idle,
        int msgs,
        CancellationToken cancellationToken
    )
    {
        var stop = Deadline(RemainingOrDilated(max));
        var received = new List<T>();
        var last = _lastMessage;
        while (received.Count < msgs)
        {
            var left = Positive(stop - Now);
            var wait = idle is { } pause && pause < left ? pause : left;
            var envelope = await TakeCore(isAsync, wait, true, cancellationToken).ConfigureAwait(false);
            if (envelope is NullMessageEnvelope)
                break;
            var (goOn, result) = filter(envelope.Message!);
            if (!goOn)
                break;
            last = await TakeCore(isAsync, TimeSpan.Zero, false, cancellationToken).ConfigureAwait(false);
            received.Add(result);
        }
        _lastMessage = last;
        // Waiting for more is what this method is for: it may use up a Within.
        _lastWasNoMsg = true;
        return received;
    }

    private static Func<object, (bool, T)> Continue<T>(Predicate<T> shouldContinue, bool ignoreOthers)
        where T : class => message => message is T typed ? (shouldContinue(typed), typed) : (ignoreOthers, null!);

    private static async IAsyncEnumerable<T> Enumerate<T>(ValueTask<List<T>> messages)
    {
        foreach (var message in await messages.ConfigureAwait(false))
            yield return message;
    }

    /// <summary>The result of an operation that was told to block.</summary>
    private static T Completed<T>(ValueTask<T> task) => task.GetAwaiter().GetResult();
}
