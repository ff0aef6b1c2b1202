using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Treats the child that failed, and no other.</summary>
public class OneForOneStrategy : SupervisorStrategy
{
    private readonly int _maxNrOfRetries;
    private readonly TimeSpan _withinTimeRange;
    private readonly IDecider _decider;

    /// <param name="maxNrOfRetries">Restarts before the child is stopped; null or negative is without limit.</param>
    /// <param name="withinTimeRange">The window in which they are counted; null is all the time.</param>
    /// <param name="localOnlyDecider">What to do about an exception.</param>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(
            maxNrOfRetries.GetValueOrDefault(-1),
            withinTimeRange.GetValueOrDefault(TimeSpan.Zero),
            Actor.Decider.From(localOnlyDecider),
            true
        ) { }

    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries.GetValueOrDefault(-1), withinTimeRange.GetValueOrDefault(TimeSpan.Zero), decider, true) { }

    public OneForOneStrategy(
        int maxNrOfRetries,
        int withinTimeMilliseconds,
        Func<Exception, Directive> localOnlyDecider,
        bool loggingEnabled = true
    )
        : this(maxNrOfRetries, TimeSpan.FromMilliseconds(withinTimeMilliseconds), Actor.Decider.From(localOnlyDecider), loggingEnabled) { }

    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
        : this(maxNrOfRetries, TimeSpan.FromMilliseconds(withinTimeMilliseconds), decider, loggingEnabled) { }

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, TimeSpan.Zero, Actor.Decider.From(localOnlyDecider), true) { }

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(-1, TimeSpan.Zero, Actor.Decider.From(localOnlyDecider), loggingEnabled) { }

    public OneForOneStrategy(IDecider decider)
        : this(-1, TimeSpan.Zero, decider, true) { }

    private OneForOneStrategy(int maxNrOfRetries, TimeSpan withinTimeRange, IDecider decider, bool loggingEnabled)
    {
        _maxNrOfRetries = maxNrOfRetries;
        _withinTimeRange = withinTimeRange;
        _decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    public override IDecider Decider => _decider;

    public int MaxNumberOfRetries => _maxNrOfRetries;

    public int WithinTimeRangeMilliseconds => (int)_withinTimeRange.TotalMilliseconds;

    public OneForOneStrategy WithMaxNrOfRetries(int maxNrOfRetries) => new(maxNrOfRetries, _withinTimeRange, _decider, LoggingEnabled);

    protected override Directive Handle(IActorRef child, Exception exception) => _decider.Decide(exception);

    public override void ProcessFailure(
        IActorContext context,
        bool restart,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children
    )
    {
        if (restart && stats.RequestRestartPermission(_maxNrOfRetries, _withinTimeRange, context.System.Scheduler.MonotonicClock))
            RestartChild(child, cause, suspendFirst: false);
        else
            context.Stop(child);
    }
}
