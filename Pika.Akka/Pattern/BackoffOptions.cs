using Akka.Actor;

namespace Akka.Pattern;

/// <summary>How a <see cref="BackoffSupervisor"/> treats its child. Immutable: every With method returns a copy.</summary>
public abstract class BackoffOptions
{
    /// <summary>Forgets earlier restarts once the child has lived for <paramref name="resetBackoff"/>; the default, with the least delay.</summary>
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    /// <summary>Forgets earlier restarts only when the child sends <see cref="BackoffSupervisor.Reset"/> to its parent.</summary>
    public abstract BackoffOptions WithManualReset();

    /// <summary>Decides with <paramref name="supervisorStrategy"/> what a failure of the child means; its retry limit replaces the present one.</summary>
    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    /// <summary>Stops the child on every failure.</summary>
    public abstract BackoffOptions WithDefaultStoppingStrategy();

    /// <summary>Limits the restarts to <paramref name="maxNrOfRetries"/>; -1 for no limit.</summary>
    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);

    /// <summary>Answers with <paramref name="replyWhileStopped"/> to whoever writes while the child is not running; else the message is a dead letter.</summary>
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    /// <summary>When a forwarded message satisfies <paramref name="isFinalStopMessage"/>, the child's next stop also stops the supervisor.</summary>
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);

    internal abstract Props Props { get; }
}

internal sealed record RestartSettings(
    BackoffTrigger Trigger,
    Props ChildProps,
    string ChildName,
    TimeSpan MinBackoff,
    TimeSpan MaxBackoff,
    double RandomFactor
);

internal sealed class RestartOptions : BackoffOptions
{
    private readonly RestartSettings _settings;

    public RestartOptions(
        BackoffTrigger trigger,
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor
    )
        : this(new RestartSettings(trigger, childProps, childName, minBackoff, maxBackoff, randomFactor)) { }

    private RestartOptions(RestartSettings settings) => _settings = settings;

    /// <summary>Null stands for the automatic reset after the least delay.</summary>
    private IBackoffReset? Reset { get; init; }

    public required OneForOneStrategy Strategy { get; init; }

    private object? ReplyWhileStopped { get; init; }

    private Func<object, bool>? FinalStopMessage { get; init; }

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) => Copy(reset: new AutoReset(resetBackoff));

    public override BackoffOptions WithManualReset() => Copy(reset: new ManualReset());

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) => Copy(strategy: supervisorStrategy);

    public override BackoffOptions WithDefaultStoppingStrategy() =>
        Copy(strategy: new OneForOneStrategy(Strategy.MaxNumberOfRetries, null, SupervisorStrategy.StoppingStrategy.Decider));

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
        Copy(
            strategy: new OneForOneStrategy(
                maxNrOfRetries,
                Strategy.WithinTimeRangeMilliseconds < 0 ? null : TimeSpan.FromMilliseconds(Strategy.WithinTimeRangeMilliseconds),
                Strategy.Decider
            )
        );

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) => Copy(reply: replyWhileStopped);

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) => Copy(finalStop: isFinalStopMessage);

    internal override Props Props
    {
        get
        {
            var s = _settings;
            if (s.MinBackoff <= TimeSpan.Zero)
                throw new ArgumentException("The least backoff must be greater than zero.");
            if (s.MaxBackoff < s.MinBackoff)
                throw new ArgumentException("The longest backoff must not be shorter than the least one.");
            if (s.RandomFactor is < 0.0 or > 1.0)
                throw new ArgumentException("The random factor must lie between 0.0 and 1.0.");
            var reset = Reset ?? new AutoReset(s.MinBackoff);
            if (reset is AutoReset auto && (auto.ResetBackoff < s.MinBackoff || auto.ResetBackoff > s.MaxBackoff))
                throw new ArgumentException("The reset time must lie between the least and the longest backoff.");

            var (strategy, reply, finalStop) = (Strategy, ReplyWhileStopped, FinalStopMessage);
            return s.Trigger == BackoffTrigger.Failure
                ? Actor.Props.Create(() => new BackoffOnRestartSupervisor(s, reset, strategy, reply, finalStop))
                : Actor.Props.Create(() =>
                    new BackoffSupervisor(
                        s.ChildProps,
                        s.ChildName,
                        s.MinBackoff,
                        s.MaxBackoff,
                        reset,
                        s.RandomFactor,
                        strategy,
                        reply,
                        finalStop
                    )
                );
        }
    }

    private RestartOptions Copy(
        IBackoffReset? reset = null,
        OneForOneStrategy? strategy = null,
        object? reply = null,
        Func<object, bool>? finalStop = null
    ) =>
        new(_settings)
        {
            Reset = reset ?? Reset,
            Strategy = strategy ?? Strategy,
            ReplyWhileStopped = reply ?? ReplyWhileStopped,
            FinalStopMessage = finalStop ?? FinalStopMessage,
        };
}

/// <summary>When earlier restarts are forgotten.</summary>
public interface IBackoffReset;

/// <summary>Restarts are forgotten only on request.</summary>
internal sealed class ManualReset : IBackoffReset;

/// <summary>Restarts are forgotten once the child has lived for a while.</summary>
internal sealed class AutoReset(TimeSpan resetBackoff) : IBackoffReset
{
    public TimeSpan ResetBackoff { get; } = resetBackoff;
}
