using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit;

/// <summary>The logger of a kit: applies the event filters, and prints what none of them matches. Dead letters and unhandled messages count as warnings.</summary>
public class TestEventListener : DefaultLogger
{
    private static readonly Type[] Channels = [typeof(Mute), typeof(Unmute), typeof(DeadLetter), typeof(UnhandledMessage)];
    private readonly List<IEventFilter> _filters = [];

    /// <summary>Subscribes the listeners of a system from outside, so that a filter made right after the system started is not missed.</summary>
    internal static void SubscribeAll(ActorSystem system)
    {
        var loggers = ((LocalActorRef)((ExtendedActorSystem)system).SystemGuardian).Children.OfType<LocalActorRef>();
        foreach (var logger in loggers.Where(child => child.Cell.Props.Type == typeof(TestEventListener)))
            Subscribe(system.EventStream, logger);
    }

    private static void Subscribe(LoggingBus bus, IActorRef listener)
    {
        foreach (var channel in Channels)
            bus.Subscribe(listener, channel);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                Subscribe(initialize.LoggingBus, Self);
                Sender.Tell(new LoggerInitialized());
                break;
            case Mute mute:
                _filters.AddRange(mute.Filters);
                break;
            case Unmute unmute:
                foreach (var filter in unmute.Filters)
                    _filters.Remove(filter);
                break;
            case LogEvent logEvent:
                if (!IsFiltered(logEvent))
                    base.OnReceive(logEvent);
                break;
            case DeadLetter letter:
                OnDeadLetter(letter);
                break;
            case UnhandledMessage unhandled:
                OnUnhandled(unhandled);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnDeadLetter(DeadLetter letter)
    {
        IsFiltered(new Warning(letter.Recipient.Path.ToString(), letter.Recipient.GetType(), letter));
    }

    private void OnUnhandled(UnhandledMessage unhandled)
    {
        var recipient = unhandled.Recipient;
        var text = $"Unhandled message from {unhandled.Sender?.ToString() ?? "NoSender"}: {unhandled.Message}";
        IsFiltered(new Warning(recipient.Path.ToString(), recipient.GetType(), text));
    }

    private bool IsFiltered(LogEvent logEvent)
    {
        var filtered = false;
        // All of them: an event counts for every expectation that it meets.
        foreach (var filter in _filters)
            filtered |= filter.Apply(logEvent);
        return filtered;
    }
}
