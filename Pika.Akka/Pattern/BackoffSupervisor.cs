using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>
/// Keeps one child running: when the child has stopped, it is started again after a delay that doubles with every restart.
/// Messages for the child are sent to the supervisor, which passes them on; what the child sends to it goes to its parent.
/// </summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    private readonly TimeSpan _minBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly double _randomFactor;
    private readonly SupervisorStrategy _strategy;

    /// <summary>A supervisor that restarts without limit and forgets restarts after <paramref name="minBackoff"/>.</summary>
    public BackoffSupervisor(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
        : this(
            childProps,
            childName,
            minBackoff,
            maxBackoff,
            new AutoReset(minBackoff),
            randomFactor,
            Actor.SupervisorStrategy.DefaultStrategy
        ) { }

    /// <summary>A supervisor with every option named.</summary>
    public BackoffSupervisor(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        IBackoffReset reset,
        double randomFactor,
        SupervisorStrategy strategy,
        object? replyWhileStopped = null,
        Func<object, bool>? finalStopMessage = null
    )
        : base(childProps, childName, reset, replyWhileStopped, finalStopMessage)
    {
        _minBackoff = minBackoff;
        _maxBackoff = maxBackoff;
        _randomFactor = randomFactor;
        _strategy = strategy;
    }

    /// <summary>Props of a supervisor with <paramref name="options"/>.</summary>
    /// <exception cref="ArgumentException">The delays or the random factor are out of range.</exception>
    public static Props Props(BackoffOptions options) => options.Props;

    /// <summary>Props of a supervisor that waits after the child has stopped, without limit.</summary>
    public static Props Props(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        Props(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);

    /// <summary>Props of a supervisor that waits after the child has stopped, at most <paramref name="maxNrOfRetries"/> times.</summary>
    public static Props Props(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries
    ) => Backoff.OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries).Props;

    /// <summary>Props of a supervisor whose <paramref name="strategy"/> decides what a failure of the child means.</summary>
    public static Props PropsWithSupervisorStrategy(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        SupervisorStrategy strategy
    ) =>
        Actor.Props.Create(() =>
            new BackoffSupervisor(
                childProps,
                childName,
                minBackoff,
                maxBackoff,
                new AutoReset(minBackoff),
                randomFactor,
                strategy,
                null,
                null
            )
        );

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
            return HandleBackoff(message);

        Child = null;
        var limit = _strategy is OneForOneStrategy one ? one.MaxNumberOfRetries : -1;
        if (FinalStopMessageReceived || (limit >= 0 && RestartCountN >= limit))
            Context.Stop(Self);
        else
            RestartLater(_minBackoff, _maxBackoff, _randomFactor);
        return true;
    }

    /// <summary>
    /// As configured, except that a failure never restarts the child at once more often than the limit:
    /// the delay begins when the child stops.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    /// <summary>The delay before restart number <paramref name="restartCount"/>, counted from zero; <paramref name="chance"/> is from 0 to 1.</summary>
    internal static TimeSpan CalculateDelay(int restartCount, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, double chance)
    {
        // Beyond 2^30 the product only overflows; the longest delay is reached long before.
        var doubled = restartCount >= 30 ? maxBackoff.Ticks : Math.Min(maxBackoff.Ticks, minBackoff.Ticks * Math.Pow(2, restartCount));
        var ticks = doubled * (1.0 + chance * randomFactor);
        return ticks >= TimeSpan.MaxValue.Ticks ? maxBackoff : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>Asks for the child; answered with <see cref="CurrentChild"/>.</summary>
    public sealed class GetCurrentChild
    {
        private GetCurrentChild() { }

        /// <summary>The only instance.</summary>
        public static readonly GetCurrentChild Instance = new();
    }

    /// <summary>The answer to <see cref="GetCurrentChild"/>.</summary>
    public sealed class CurrentChild(IActorRef @ref)
    {
        /// <summary>The running child; null during a delay.</summary>
        public IActorRef Ref { get; } = @ref;
    }

    /// <summary>From the child: it works, so forget earlier restarts (with <see cref="BackoffOptions.WithManualReset"/>).</summary>
    public new sealed class Reset
    {
        private Reset() { }

        /// <summary>The only instance.</summary>
        public static readonly Reset Instance = new();
    }

    /// <summary>Asks for the restarts since the last reset; answered with <see cref="RestartCount"/>.</summary>
    public sealed class GetRestartCount
    {
        private GetRestartCount() { }

        /// <summary>The only instance.</summary>
        public static readonly GetRestartCount Instance = new();
    }

    /// <summary>The answer to <see cref="GetRestartCount"/>.</summary>
    public sealed class RestartCount(int count)
    {
        /// <summary>Restarts since the last reset.</summary>
        public int Count { get; } = count;
    }

    /// <summary>To itself: the delay is over.</summary>
    public sealed class StartChild : IDeadLetterSuppression
    {
        private StartChild() { }

        /// <summary>The only instance.</summary>
        public static readonly StartChild Instance = new();
    }

    /// <summary>To itself: the child has lived long enough, if nothing happened since.</summary>
    public sealed class ResetRestartCount(int current) : IDeadLetterSuppression
    {
        /// <summary>The count when the timer was set.</summary>
        public int Current { get; } = current;
    }
}
