using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs dead letters, up to <c>akka.log-dead-letters</c> of them; then it is silent for <c>log-dead-letters-suspend-duration</c>.</summary>
public sealed class DeadLetterListener : UntypedActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly int _most = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _silence = Context.System.Settings.LogDeadLettersSuspendDuration;
    private int _count;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DeadLetter letter when _count < _most:
                _count++;
                Report(letter);
                if (_count == _most && _silence > TimeSpan.Zero)
                    Timers.StartSingleTimer(nameof(Resume), Resume.Instance, _silence);
                break;
            case DeadLetter:
                break;
            case Resume:
                _count = 0;
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Report(DeadLetter letter) =>
        _log.Info(
            "Message [{0}] from {1} to {2} was not delivered. [{3}] dead letters encountered{4}. "
                + "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'.",
            letter.Message.GetType().Name,
            letter.Sender,
            letter.Recipient,
            _count,
            _count == _most ? $", no more will be logged for {_silence}" : ""
        );

    private sealed class Resume
    {
        public static readonly Resume Instance = new();
    }
}
