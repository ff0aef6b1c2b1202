using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor that declares a handler for each type of message, in its constructor or in a behavior's configuration.</summary>
public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private MessageHandlers? _configuring;
    private Receive _initial = _ => false;

    protected ReceiveActor() => _configuring = new MessageHandlers();

    void IInitializableActor.Init()
    {
        _initial = _configuring!.TryHandle;
        _configuring = null;
    }

    protected sealed override void OnReceive(object message)
    {
        if (!_initial(message))
            Unhandled(message);
    }

    /// <summary>Replaces the present handlers by those that <paramref name="configure"/> declares.</summary>
    protected void Become(Action configure) => base.Become(Configure(configure));

    /// <summary>Puts handlers on top of the present ones, to which UnbecomeStacked returns.</summary>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(Configure(configure));

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null)
    {
        Handlers.Add(
            typeof(T),
            shouldHandle is null
                ? message =>
                {
                    handler((T)message);
                    return true;
                }
                : message =>
                {
                    if (!shouldHandle((T)message))
                        return false;
                    handler((T)message);
                    return true;
                }
        );
    }

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>A handler that says itself whether it took the message.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Handlers.Add(typeof(T), message => handler((T)message));

    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Handlers.Add(
            messageType,
            message =>
            {
                if (shouldHandle?.Invoke(message) == false)
                    return false;
                handler(message);
                return true;
            }
        );

    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Func<object, bool> handler) => Handlers.Add(messageType, new Receive(handler));

    /// <summary>An asynchronous handler: the actor takes no other message until its task has ended.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive(message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Receive(messageType, message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(message => ActorTaskScheduler.RunTask(() => handler(message)));

    /// <summary>Takes whatever no handler before took; no handler may be declared after it.</summary>
    protected void ReceiveAny(Action<object> handler) =>
        Handlers.AddLast(message =>
        {
            handler(message);
            return true;
        });

    private MessageHandlers Handlers =>
        _configuring
        ?? throw new InvalidOperationException("You may only call Receive-methods when constructing the actor and inside Become().");

    private Receive Configure(Action configure)
    {
        var outer = _configuring;
        var handlers = _configuring = new MessageHandlers();
        try
        {
            configure();
        }
        finally
        {
            _configuring = outer;
        }

        return handlers.TryHandle;
    }
}
