namespace Akka.TestKit;

// Waiting until something holds that no message tells of.
public abstract partial class TestKitBase
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Repeats <paramref name="assertion"/> until it does not throw; rethrows when the time is over.</summary>
    /// <param name="assertion">The assertion.</param>
    /// <param name="duration">How long to repeat; what is left of Within, or the default, when omitted.</param>
    /// <param name="interval">The pause between attempts: 100 ms when omitted.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception.</param>
    public void AwaitAssert(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default
    ) => Completed(AwaitAssertCore(false, Lifted(assertion), duration, interval, cancellationToken));

    /// <inheritdoc cref="AwaitAssert"/>
    public async Task AwaitAssertAsync(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default
    ) => await AwaitAssertCore(true, Lifted(assertion), duration, interval, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="AwaitAssert"/>
    public async Task AwaitAssertAsync(
        Func<Task> assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default
    ) => await AwaitAssertCore(true, assertion, duration, interval, cancellationToken).ConfigureAwait(false);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; fails when the time is over.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default
    ) => AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default
    ) => Completed(AwaitConditionCore(false, Lifted(conditionIsFulfilled), max, interval, message, cancellationToken));

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(Lifted(conditionIsFulfilled), null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default
    ) => AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default
    ) => AwaitConditionAsync(Lifted(conditionIsFulfilled), max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public async Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default
    ) => await AwaitConditionCore(true, conditionIsFulfilled, max, interval, message, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default
    ) => AwaitConditionAsync(Lifted(conditionIsFulfilled), max, interval, message, cancellationToken);

    /// <summary>Waits until <paramref name="conditionIsFulfilled"/>; false when the time is over.</summary>
    public bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default
    ) => Completed(PollCore(false, Lifted(conditionIsFulfilled), RemainingOrDilated(max), interval, cancellationToken));

    /// <inheritdoc cref="AwaitConditionNoThrow"/>
    public async Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default
    ) => await PollCore(true, conditionIsFulfilled, RemainingOrDilated(max), interval, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="AwaitConditionNoThrow"/>
    public Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default
    ) => AwaitConditionNoThrowAsync(Lifted(conditionIsFulfilled), max, interval, cancellationToken);

    private async ValueTask<bool> AwaitAssertCore(
        bool isAsync,
        Func<Task> assertion,
        TimeSpan? duration,
        TimeSpan? interval,
        CancellationToken cancellationToken
    )
    {
        var stop = Deadline(RemainingOrDilated(duration));
        while (true)
        {
            try
            {
                await assertion();
                return true;
            }
            catch (Exception) when (Now < stop)
            {
                // Not yet.
            }
            await Pause(isAsync, interval, stop, cancellationToken);
        }
    }

    private async ValueTask<bool> AwaitConditionCore(
        bool isAsync,
        Func<Task<bool>> condition,
        TimeSpan? max,
        TimeSpan? interval,
        string? message,
        CancellationToken cancellationToken
    )
    {
        var wait = RemainingOrDilated(max);
        if (!await PollCore(isAsync, condition, wait, interval, cancellationToken))
            _assertions.Fail("Timeout {0} expired while waiting for condition.{1}", wait, message is null ? "" : " " + message);
        return true;
    }

    private async ValueTask<bool> PollCore(
        bool isAsync,
        Func<Task<bool>> condition,
        TimeSpan wait,
        TimeSpan? interval,
        CancellationToken cancellationToken
    )
    {
        var stop = Deadline(wait);
        while (!await condition())
        {
            if (Now >= stop)
                return false;
            await Pause(isAsync, interval, stop, cancellationToken);
        }
        return true;
    }

    private static async ValueTask Pause(bool isAsync, TimeSpan? interval, TimeSpan stop, CancellationToken cancellationToken)
    {
        var left = Positive(stop - Now);
        var pause = interval ?? DefaultInterval;
        if (left < pause)
            pause = left;
        if (isAsync)
            await Task.Delay(pause, cancellationToken);
        else if (cancellationToken.WaitHandle.WaitOne(pause))
            cancellationToken.ThrowIfCancellationRequested();
    }

    private static Func<Task> Lifted(Action action) =>
        () =>
        {
            action();
            return Task.CompletedTask;
        };

    private static Func<Task<bool>> Lifted(Func<bool> condition) => () => Task.FromResult(condition());
}
