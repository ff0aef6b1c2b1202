using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Turns a restart of the child into stop, delay and start; a child that stops by itself stops the supervisor as well.</summary>
internal sealed class BackoffOnRestartSupervisor : BackoffSupervisorBase
{
    private readonly RestartSettings _settings;
    private readonly OneForOneStrategy _strategy;

    /// <summary>Set between the failure and the child's end, when that end is to be followed by a new start.</summary>
    private bool _restarting;

    public BackoffOnRestartSupervisor(
        RestartSettings settings,
        IBackoffReset reset,
        OneForOneStrategy strategy,
        object? replyWhileStopped,
        Func<object, bool>? finalStopMessage
    )
        : base(settings.ChildProps, settings.ChildName, reset, replyWhileStopped, finalStopMessage)
    {
        _settings = settings;
        _strategy = strategy;
    }

    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
            return HandleBackoff(message);

        Child = null;
        if (_restarting && !FinalStopMessageReceived)
            RestartLater(_settings.MinBackoff, _settings.MaxBackoff, _settings.RandomFactor);
        else
            Context.Stop(Self);
        _restarting = false;
        return true;
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Decide);

    private Directive Decide(Exception cause)
    {
        var directive = _strategy.Decider.Decide(cause);
        if (directive != Directive.Restart)
            return directive;

        var limit = _strategy.MaxNumberOfRetries;
        _restarting = limit < 0 || RestartCountN < limit;
        return Directive.Stop;
    }
}
