namespace Akka.Event;

/// <summary>Brings published events to those subscribers whose classifier fits. Subscribing is rare, publishing is not.</summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
    where TClassifier : notnull
    where TSubscriber : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TClassifier, List<TSubscriber>> _subscriptions = [];

    /// <summary>The subscribers of each classifier that came by. Replaced by an empty one whenever subscriptions change.</summary>
    private volatile global::System.Collections.Concurrent.ConcurrentDictionary<TClassifier, TSubscriber[]> _routes = new();

    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(classifier, out var subscribers))
                _subscriptions[classifier] = subscribers = [];
            if (subscribers.Contains(subscriber))
                return false;
            subscribers.Add(subscriber);
            _routes = new();
            return true;
        }
    }

    public virtual bool Unsubscribe(TSubscriber subscriber)
    {
        lock (_lock)
        {
            var removed = false;
            foreach (var subscribers in _subscriptions.Values)
                removed |= subscribers.Remove(subscriber);
            _routes = new();
            return removed;
        }
    }

    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_lock)
        {
            var removed = _subscriptions.TryGetValue(classifier, out var subscribers) && subscribers.Remove(subscriber);
            _routes = new();
            return removed;
        }
    }

    public virtual void Publish(TEvent @event)
    {
        var classifier = GetClassifier(@event);
        var routes = _routes;
        if (!routes.TryGetValue(classifier, out var subscribers))
            routes[classifier] = subscribers = FindSubscribers(classifier);
        foreach (var subscriber in subscribers)
            Publish(@event, subscriber);
    }

    protected abstract bool IsSubClassification(TClassifier parent, TClassifier child);

    protected abstract void Publish(TEvent @event, TSubscriber subscriber);

    protected abstract bool Classify(TEvent @event, TClassifier classifier);

    protected abstract TClassifier GetClassifier(TEvent @event);

    /// <summary>Routes found while a subscription changes end up in a table that has been replaced.</summary>
    private TSubscriber[] FindSubscribers(TClassifier classifier)
    {
        lock (_lock)
        {
            return _subscriptions
                .Where(entry => entry.Key.Equals(classifier) || IsSubClassification(entry.Key, classifier))
                .SelectMany(entry => entry.Value)
                .Distinct()
                .ToArray();
        }
    }
}
