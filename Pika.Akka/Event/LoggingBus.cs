using Akka.Actor;

namespace Akka.Event;

/// <summary>An event bus with a log level; events are classified by their type.</summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    private volatile int _level = (int)LogLevel.WarningLevel;

    /// <summary>Events below this level are not published.</summary>
    public LogLevel LogLevel => (LogLevel)_level;

    public void SetLogLevel(LogLevel logLevel) => _level = (int)logLevel;

    /// <summary>Has a logger receive the events of a level and above.</summary>
    internal void SubscribeLogger(IActorRef logger, LogLevel from)
    {
        for (var level = from; level <= LogLevel.ErrorLevel; level++)
            Subscribe(logger, level.ClassFor());
    }

    protected override bool IsSubClassification(Type parent, Type child) => parent.IsAssignableFrom(child);

    protected override void Publish(object @event, IActorRef subscriber) => subscriber.Tell(@event);

    protected override bool Classify(object @event, Type classifier) => classifier.IsInstanceOfType(@event);

    protected override Type GetClassifier(object @event) => @event.GetType();
}
