using Akka.Actor;

namespace Akka.Pattern;

/// <summary>
/// Stops calling what keeps failing, for a while.
/// <code>
/// Closed   --MaxFailures in a row, or slower than CallTimeout--> Open
/// Open     --ResetTimeout--> HalfOpen; every call fails at once with OpenCircuitException
/// HalfOpen --first call succeeds--> Closed; --it fails--> Open, with a longer timeout if backoff is exponential
/// </code>
/// Safe to share between threads.
/// </summary>
public class CircuitBreaker
{
    private enum Phase
    {
        Closed,
        HalfOpen,
        Open,
    }

    private readonly Lock _gate = new();
    private Action? _onOpen;
    private Action? _onHalfOpen;
    private Action? _onClose;

    // Below: guarded by _gate.
    private Phase _phase = Phase.Closed;

    /// <summary>Failures in a row while closed.</summary>
    private long _failures;

    /// <summary>In half-open: whether the one trial call has been let through.</summary>
    private bool _trialTaken;

    /// <summary>When the breaker opened, on the scheduler's monotonic clock.</summary>
    private TimeSpan _openedAt;

    /// <summary>How long the present opening lasts, without the random part.</summary>
    private TimeSpan _currentResetTimeout;

    /// <summary>A breaker whose reset timeout stays constant.</summary>
    /// <param name="scheduler">Measures the timeouts.</param>
    /// <param name="maxFailures">Failures in a row that open the breaker.</param>
    /// <param name="callTimeout">A call that takes longer counts as failed.</param>
    /// <param name="resetTimeout">How long the breaker stays open before it tries again.</param>
    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, TimeSpan.FromDays(36500), 1.0) { }

    /// <summary>A breaker whose reset timeout is multiplied by <paramref name="exponentialBackoffFactor"/> with each opening in a row.</summary>
    public CircuitBreaker(
        IScheduler scheduler,
        int maxFailures,
        TimeSpan callTimeout,
        TimeSpan resetTimeout,
        TimeSpan maxResetTimeout,
        double exponentialBackoffFactor
    )
        : this(scheduler, maxFailures, callTimeout, resetTimeout, maxResetTimeout, exponentialBackoffFactor, 0.0) { }

    /// <summary>A breaker with every option named.</summary>
    /// <exception cref="ArgumentException">A factor is out of range.</exception>
    public CircuitBreaker(
        IScheduler scheduler,
        int maxFailures,
        TimeSpan callTimeout,
        TimeSpan resetTimeout,
        TimeSpan maxResetTimeout,
        double exponentialBackoffFactor,
        double randomFactor
    )
    {
        if (exponentialBackoffFactor < 1.0)
            throw new ArgumentException("The exponential backoff factor must be at least 1.0.", nameof(exponentialBackoffFactor));
        if (randomFactor is < 0.0 or > 1.0)
            throw new ArgumentException("The random factor must lie between 0.0 and 1.0.", nameof(randomFactor));
        Scheduler = scheduler;
        MaxFailures = maxFailures;
        CallTimeout = callTimeout;
        ResetTimeout = resetTimeout;
        MaxResetTimeout = maxResetTimeout;
        ExponentialBackoffFactor = exponentialBackoffFactor;
        RandomFactor = randomFactor;
        _currentResetTimeout = resetTimeout;
    }

    /// <inheritdoc cref="CircuitBreaker(IScheduler, int, TimeSpan, TimeSpan)"/>
    public static CircuitBreaker Create(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout) =>
        new(scheduler, maxFailures, callTimeout, resetTimeout);

    /// <summary>Measures the timeouts.</summary>
    public IScheduler Scheduler { get; }

    /// <summary>Failures in a row that open the breaker.</summary>
    public int MaxFailures { get; }

    /// <summary>A call that takes longer counts as failed.</summary>
    public TimeSpan CallTimeout { get; }

    /// <summary>How long the breaker stays open the first time.</summary>
    public TimeSpan ResetTimeout { get; }

    /// <summary>The longest that exponential backoff lets it stay open.</summary>
    public TimeSpan MaxResetTimeout { get; }

    /// <summary>By what the reset timeout is multiplied with each opening in a row.</summary>
    public double ExponentialBackoffFactor { get; }

    /// <summary>Up to this fraction of the reset timeout is added to it.</summary>
    public double RandomFactor { get; }

    /// <summary>Failures in a row while closed.</summary>
    public long CurrentFailureCount
    {
        get
        {
            lock (_gate)
                return _failures;
        }
    }

    /// <summary>The failure that was seen last.</summary>
    public Exception? LastCaughtException { get; private set; }

    /// <summary>Whether calls pass.</summary>
    public bool IsClosed => _phase == Phase.Closed;

    /// <summary>Whether calls fail at once.</summary>
    public bool IsOpen => _phase == Phase.Open;

    /// <summary>Whether one trial call decides what comes next.</summary>
    public bool IsHalfOpen => _phase == Phase.HalfOpen;

    /// <summary>A copy that doubles the reset timeout with each opening in a row, up to <paramref name="maxResetTimeout"/>.</summary>
    public CircuitBreaker WithExponentialBackoff(TimeSpan maxResetTimeout) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, maxResetTimeout, 2.0, RandomFactor);

    /// <summary>A copy that adds a random part of at most <paramref name="randomFactor"/> to each reset timeout.</summary>
    public CircuitBreaker WithRandomFactor(double randomFactor) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, MaxResetTimeout, ExponentialBackoffFactor, randomFactor);

    /// <summary>Calls <paramref name="callback"/> whenever the breaker opens.</summary>
    public CircuitBreaker OnOpen(Action callback)
    {
        _onOpen += callback;
        return this;
    }

    /// <summary>Calls <paramref name="callback"/> whenever the breaker is ready for a trial call.</summary>
    public CircuitBreaker OnHalfOpen(Action callback)
    {
        _onHalfOpen += callback;
        return this;
    }

    /// <summary>Calls <paramref name="callback"/> whenever the breaker closes again.</summary>
    public CircuitBreaker OnClose(Action callback)
    {
        _onClose += callback;
        return this;
    }

    /// <summary>Runs <paramref name="body"/> behind the breaker.</summary>
    /// <exception cref="OpenCircuitException">The breaker is open; the body was not run.</exception>
    /// <exception cref="TimeoutException">The body took longer than <see cref="CallTimeout"/>; it may still be running.</exception>
    public async Task<T> WithCircuitBreaker<T>(Func<Task<T>> body)
    {
        EnterOrThrow();
        try
        {
            var result = await WithinCallTimeout(body).ConfigureAwait(false);
            Succeed();
            return result;
        }
        catch (Exception e)
        {
            OnFailure(e);
            throw;
        }
    }

    /// <inheritdoc cref="WithCircuitBreaker{T}(Func{Task{T}})"/>
    public Task WithCircuitBreaker(Func<Task> body) =>
        WithCircuitBreaker(async () =>
        {
            await body().ConfigureAwait(false);
            return Done.Instance;
        });

    /// <inheritdoc cref="WithCircuitBreaker{T}(Func{Task{T}})"/>
    /// <param name="state">Passed to <paramref name="body"/>, which can then be static.</param>
    public Task<T> WithCircuitBreaker<T, TState>(TState state, Func<TState, Task<T>> body) => WithCircuitBreaker(() => body(state));

    /// <inheritdoc cref="WithCircuitBreaker{T, TState}(TState, Func{TState, Task{T}})"/>
    public Task WithCircuitBreaker<TState>(TState state, Func<TState, Task> body) => WithCircuitBreaker(() => body(state));

    /// <summary>Runs <paramref name="body"/> behind the breaker on the calling thread.</summary>
    /// <exception cref="OpenCircuitException">The breaker is open; the body was not run.</exception>
    /// <exception cref="TimeoutException">The body took longer than <see cref="CallTimeout"/>.</exception>
    public T WithSyncCircuitBreaker<T>(Func<T> body)
    {
        EnterOrThrow();
        var started = Scheduler.MonotonicClock;
        T result;
        try
        {
            result = body();
            if (Scheduler.MonotonicClock - started > CallTimeout)
                throw CallTimedOut();
        }
        catch (Exception e)
        {
            OnFailure(e);
            throw;
        }
        Succeed();
        return result;
    }

    /// <inheritdoc cref="WithSyncCircuitBreaker{T}(Func{T})"/>
    public void WithSyncCircuitBreaker(Action body) =>
        WithSyncCircuitBreaker(() =>
        {
            body();
            return Done.Instance;
        });

    /// <summary>Counts a success of a call that was made elsewhere.</summary>
    public void Succeed()
    {
        lock (_gate)
        {
            _failures = 0;
            if (_phase != Phase.HalfOpen)
                return;
            _phase = Phase.Closed;
            _currentResetTimeout = ResetTimeout;
        }
        Notify(_onClose);
    }

    /// <summary>Counts a failure of a call that was made elsewhere.</summary>
    public void Fail() => OnFailure(new UserCalledFailException());

    private void OnFailure(Exception cause)
    {
        lock (_gate)
        {
            LastCaughtException = cause;
            var trips = _phase == Phase.Closed ? ++_failures >= MaxFailures : _phase == Phase.HalfOpen;
            if (!trips)
                return;
            Open();
        }
        Notify(_onOpen);
    }

    private void Open()
    {
        var wasTrial = _phase == Phase.HalfOpen;
        if (wasTrial)
        {
            var longer = _currentResetTimeout.Ticks * ExponentialBackoffFactor;
            _currentResetTimeout = longer >= MaxResetTimeout.Ticks ? MaxResetTimeout : TimeSpan.FromTicks((long)longer);
        }
        _phase = Phase.Open;
        _failures = 0;
        _openedAt = Scheduler.MonotonicClock;
        var jitter = RandomFactor == 0 ? 1.0 : 1.0 + Chance.Next(Scheduler) * RandomFactor;
        Scheduler.Advanced.ScheduleOnce(_currentResetTimeout * jitter, HalfOpen);
    }

    private void HalfOpen()
    {
        lock (_gate)
        {
            if (_phase != Phase.Open)
                return;
            _phase = Phase.HalfOpen;
            _trialTaken = false;
        }
        Notify(_onHalfOpen);
    }

    private void EnterOrThrow()
    {
        lock (_gate)
        {
            switch (_phase)
            {
                case Phase.Closed:
                    return;
                case Phase.HalfOpen when !_trialTaken:
                    _trialTaken = true;
                    return;
                case Phase.HalfOpen:
                    throw new OpenCircuitException(
                        "Circuit breaker is half open; one trial call is under way.",
                        LastCaughtException!,
                        CallTimeout
                    );
                default:
                    var remaining = _openedAt + _currentResetTimeout - Scheduler.MonotonicClock;
                    throw new OpenCircuitException(LastCaughtException!, remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero);
            }
        }
    }

    private async Task<T> WithinCallTimeout<T>(Func<Task<T>> body)
    {
        var call = body();
        if (call.IsCompleted)
            return await call.ConfigureAwait(false);

        var late = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = new Cancelable(Scheduler.Advanced);
        Scheduler.Advanced.ScheduleOnce(CallTimeout, () => late.TrySetException(CallTimedOut()), timer);
        try
        {
            var first = await Task.WhenAny(call, late.Task).ConfigureAwait(false);
            return await first.ConfigureAwait(false);
        }
        finally
        {
            timer.Cancel();
        }
    }

    private TimeoutException CallTimedOut() => new($"The call took longer than {CallTimeout}.");

    /// <summary>Listeners hear of a change; they cannot undo it, nor fail the call that caused it.</summary>
    private static void Notify(Action? listeners)
    {
        try
        {
            listeners?.Invoke();
        }
        catch (Exception)
        {
            // As with any event that nobody awaits.
        }
    }
}
