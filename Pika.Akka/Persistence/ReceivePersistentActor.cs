using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Persistence;

/// <summary>An event-sourced actor that declares its handlers in the constructor, with Recover and Command. The first handler that fits is called.</summary>
public abstract class ReceivePersistentActor : UntypedPersistentActor, IInitializableActor
{
    private readonly MessageHandlers _recoverHandlers = new();

    /// <summary>Where Command adds handlers; null outside of the constructor and Become.</summary>
    private MessageHandlers? _configuring = new();
    private Receive _initial = _ => false;

    void IInitializableActor.Init()
    {
        _initial = _configuring!.TryHandle;
        _configuring = null;
    }

    /// <summary>Handles an event or a snapshot offer while recovering.</summary>
    protected void Recover<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        _recoverHandlers.Add(typeof(T), Handled(handler, shouldHandle));

    /// <inheritdoc cref="Recover{T}(Action{T}, Predicate{T}?)"/>
    protected void Recover<T>(Predicate<T> shouldHandle, Action<T> handler) => Recover(handler, shouldHandle);

    /// <inheritdoc cref="Recover{T}(Action{T}, Predicate{T}?)"/>
    protected void Recover<T>(Func<T, bool> handler) => _recoverHandlers.Add(typeof(T), m => handler((T)m));

    /// <inheritdoc cref="Recover{T}(Action{T}, Predicate{T}?)"/>
    protected void Recover(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        _recoverHandlers.Add(messageType, Handled(handler, shouldHandle));

    /// <inheritdoc cref="Recover{T}(Action{T}, Predicate{T}?)"/>
    protected void Recover(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Recover(messageType, handler, shouldHandle);

    /// <inheritdoc cref="Recover{T}(Action{T}, Predicate{T}?)"/>
    protected void Recover(Type messageType, Func<object, bool> handler) => _recoverHandlers.Add(messageType, new Receive(handler));

    /// <summary>Handles whatever comes while recovering; no handler can be added after it.</summary>
    protected void RecoverAny(Action<object> handler) => _recoverHandlers.AddLast(Handled(handler, null));

    /// <summary>Handles a command.</summary>
    protected void Command<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Commands.Add(typeof(T), Handled(handler, shouldHandle));

    /// <inheritdoc cref="Command{T}(Action{T}, Predicate{T}?)"/>
    protected void Command<T>(Predicate<T> shouldHandle, Action<T> handler) => Command(handler, shouldHandle);

    /// <inheritdoc cref="Command{T}(Action{T}, Predicate{T}?)"/>
    protected void Command<T>(Func<T, bool> handler) => Commands.Add(typeof(T), m => handler((T)m));

    /// <inheritdoc cref="Command{T}(Action{T}, Predicate{T}?)"/>
    protected void Command(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Commands.Add(messageType, Handled(handler, shouldHandle));

    /// <inheritdoc cref="Command{T}(Action{T}, Predicate{T}?)"/>
    protected void Command(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Command(messageType, handler, shouldHandle);

    /// <inheritdoc cref="Command{T}(Action{T}, Predicate{T}?)"/>
    protected void Command(Type messageType, Func<object, bool> handler) => Commands.Add(messageType, new Receive(handler));

    /// <summary>Handles whatever command; no handler can be added after it.</summary>
    protected void Command(Action<object> handler) => CommandAny(handler);

    /// <summary>Handles whatever command; no handler can be added after it.</summary>
    protected void CommandAny(Action<object> handler) => Commands.AddLast(Handled(handler, null));

    /// <summary>Handles a command; the actor handles nothing else until the task has ended.</summary>
    protected void CommandAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Command(m => RunTask(() => handler(m)), shouldHandle);

    /// <inheritdoc cref="CommandAsync{T}(Func{T, Task}, Predicate{T}?)"/>
    protected void CommandAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => CommandAsync(handler, shouldHandle);

    /// <inheritdoc cref="CommandAsync{T}(Func{T, Task}, Predicate{T}?)"/>
    protected void CommandAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Command(messageType, m => RunTask(() => handler(m)), shouldHandle);

    /// <inheritdoc cref="CommandAsync{T}(Func{T, Task}, Predicate{T}?)"/>
    protected void CommandAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        CommandAsync(messageType, handler, shouldHandle);

    /// <inheritdoc cref="CommandAsync{T}(Func{T, Task}, Predicate{T}?)"/>
    protected void CommandAnyAsync(Func<object, Task> handler) => CommandAny(m => RunTask(() => handler(m)));

    /// <summary>Handles commands from now on as <paramref name="configure"/> declares.</summary>
    protected void Become(Action configure) => base.Become(Configure(configure));

    /// <summary>Handles commands as <paramref name="configure"/> declares until UnbecomeStacked.</summary>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(Configure(configure));

    /// <inheritdoc/>
    protected sealed override void OnCommand(object message)
    {
        if (!_initial(message))
            Unhandled(message);
    }

    /// <inheritdoc/>
    protected sealed override void OnRecover(object message)
    {
        if (!_recoverHandlers.TryHandle(message))
            Unhandled(message);
    }

    private MessageHandlers Commands =>
        _configuring
        ?? throw new InvalidOperationException("You may only call Command-methods when constructing the actor and inside Become().");

    private UntypedReceive Configure(Action configure)
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
        return message =>
        {
            if (!handlers.TryHandle(message))
                Unhandled(message);
        };
    }

    private static Receive Handled<T>(Action<T> handler, Predicate<T>? shouldHandle) =>
        message =>
        {
            if (shouldHandle is not null && !shouldHandle((T)message))
                return false;
            handler((T)message);
            return true;
        };
}
