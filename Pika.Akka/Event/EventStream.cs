using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>The bus of an actor system: logging, dead letters, unhandled messages, and whatever else is published.</summary>
public class EventStream : LoggingBus
{
    private readonly bool _debug;

    /// <summary>Whoever has subscribed, so that an actor's end costs a look-up and not a search.</summary>
    private readonly ConcurrentDictionary<IActorRef, bool> _subscribers = new();

    public EventStream(bool debug) => _debug = debug;

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        Trace($"subscribing {subscriber} to channel {channel}");
        _subscribers[subscriber] = true;
        return base.Subscribe(subscriber, channel);
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        Trace($"unsubscribing {subscriber} from channel {channel}");
        return base.Unsubscribe(subscriber, channel);
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        Trace($"unsubscribing {subscriber} from all channels");
        return base.Unsubscribe(subscriber);
    }

    /// <summary>An actor has ended: it hears nothing any more.</summary>
    internal void Forget(IActorRef actor)
    {
        if (_subscribers.TryRemove(actor, out _))
            base.Unsubscribe(actor);
    }

    private void Trace(string what)
    {
        if (_debug)
            Publish(new Debug(nameof(EventStream), typeof(EventStream), what));
    }
}

public static class EventStreamExtensions
{
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
