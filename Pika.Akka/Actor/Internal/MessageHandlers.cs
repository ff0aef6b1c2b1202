namespace Akka.Actor.Internal;

/// <summary>An actor that has something to do between its constructor and its first message.</summary>
internal interface IInitializableActor
{
    void Init();
}

/// <summary>Handlers in order of declaration, and for each type of message that came by, those among them that fit.</summary>
internal sealed class MessageHandlers
{
    private readonly List<(Type Type, Receive Handler)> _declared = [];
    private readonly Dictionary<Type, Receive[]> _byMessageType = [];
    private bool _complete;

    /// <summary>The last type that came by, since messages of one type tend to come in rows.</summary>
    private Type? _lastType;

    private Receive[] _lastHandlers = [];

    public void Add(Type type, Receive handler)
    {
        if (_complete)
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        _declared.Add((type, handler));
    }

    public void AddLast(Receive handler)
    {
        Add(typeof(object), handler);
        _complete = true;
    }

    public bool TryHandle(object message)
    {
        var type = message.GetType();
        if (!ReferenceEquals(type, _lastType))
            Find(type);
        foreach (var handler in _lastHandlers)
        {
            if (handler(message))
                return true;
        }

        return false;
    }

    private void Find(Type type)
    {
        if (!_byMessageType.TryGetValue(type, out var handlers))
        {
            handlers = _declared.Where(declared => declared.Type.IsAssignableFrom(type)).Select(declared => declared.Handler).ToArray();
            _byMessageType[type] = handlers;
        }

        _lastHandlers = handlers;
        _lastType = type;
    }
}
