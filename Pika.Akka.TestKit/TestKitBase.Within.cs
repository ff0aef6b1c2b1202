namespace Akka.TestKit;

// Blocks of a test that must take between so long and so long.
public abstract partial class TestKitBase
{
    /// <summary>Fails if <paramref name="action"/> takes longer than <paramref name="max"/>; expectations in it wait no longer than what is left.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    /// <param name="min">Fails also if it takes less.</param>
    public void Within(
        TimeSpan min,
        TimeSpan max,
        Action action,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default
    ) =>
        Within(
            min,
            max,
            () =>
            {
                action();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken
        );

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string?, TimeSpan?, CancellationToken)"/>
    public T Within<T>(
        TimeSpan min,
        TimeSpan max,
        Func<T> function,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = BeginWithin(min, max, hint);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = block.OuterEnd;
        }
        EndWithin(block, epsilonValue);
        return result;
    }

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(
        TimeSpan max,
        Func<Task> actionAsync,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default
    ) => WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string?, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(
        TimeSpan min,
        TimeSpan max,
        Func<Task> actionAsync,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default
    ) =>
        WithinAsync(
            min,
            max,
            async () =>
            {
                await actionAsync();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken
        );

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public Task<T> WithinAsync<T>(
        TimeSpan max,
        Func<Task<T>> function,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default
    ) => WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string?, TimeSpan?, CancellationToken)"/>
    public async Task<T> WithinAsync<T>(
        TimeSpan min,
        TimeSpan max,
        Func<Task<T>> function,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default
    )
    {
        var block = BeginWithin(min, max, hint);
        T result;
        try
        {
            // The block may hang: give up a little after its time, when its own expectations have had their say.
            var patience = block.Max + Grace < TimeSpan.FromDays(1) ? block.Max + Grace : TimeSpan.FromDays(1);
            result = await function().WaitAsync(patience, cancellationToken);
        }
        finally
        {
            _end = block.OuterEnd;
        }
        EndWithin(block, epsilonValue);
        return result;
    }

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <param name="Started">On the monotonic clock.</param>
    /// <param name="Min">What it must take at least.</param>
    /// <param name="Max">What it may take, cut to the rest of the outer block.</param>
    /// <param name="OuterEnd">The end of the outer block.</param>
    /// <param name="Hint">For the text of a failure.</param>
    private readonly record struct WithinBlock(TimeSpan Started, TimeSpan Min, TimeSpan Max, TimeSpan? OuterEnd, string Hint);

    private WithinBlock BeginWithin(TimeSpan min, TimeSpan max, string? hint)
    {
        var started = Now;
        var left = _end is { } end ? end - started : TimeSpan.MaxValue;
        _assertions.AssertTrue(left >= min, "Required min time {0} not possible, only {1} left. {2}", min, left, hint ?? "");
        var dilated = Dilated(max);
        var block = new WithinBlock(started, min, dilated < left ? dilated : left, _end, hint ?? "");
        _lastWasNoMsg = false;
        _end = Deadline(block.Max);
        return block;
    }

    private void EndWithin(WithinBlock block, TimeSpan? epsilon)
    {
        var took = Now - block.Started;
        if (took < block.Min)
            _assertions.Fail("Failed: Block took {0}, should have at least been {1}. {2}", took, block.Min, block.Hint);
        // An expectation of silence uses up the block by design.
        if (!_lastWasNoMsg && took - (epsilon ?? TimeSpan.Zero) > block.Max)
            _assertions.Fail("Failed: Block took {0}, exceeding {1}. {2}", took, block.Max, block.Hint);
    }

    /// <summary>The moment so far from now; "forever" is a year.</summary>
    private static TimeSpan Deadline(TimeSpan max) => Now + (max > TimeSpan.FromDays(365) ? TimeSpan.FromDays(365) : max);
}
