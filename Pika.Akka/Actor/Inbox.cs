namespace Akka.Actor;

/// <summary>What an inbox offers.</summary>
public interface IInboxable : ICanWatch
{
    /// <summary>The actor whose messages the inbox keeps.</summary>
    IActorRef Receiver { get; }

    /// <summary>Takes the next message; a message <see cref="Status.Failure"/> with a TimeoutException when none comes within akka.actor.inbox.default-timeout.</summary>
    object Receive();

    /// <inheritdoc cref="Receive()"/>
    object Receive(TimeSpan timeout);

    /// <inheritdoc cref="Receive()"/>
    Task<object> ReceiveAsync();

    /// <inheritdoc cref="Receive()"/>
    Task<object> ReceiveAsync(TimeSpan timeout);

    /// <summary>Takes the next message that fits, and leaves those before it.</summary>
    object ReceiveWhere(Predicate<object> predicate);

    /// <inheritdoc cref="ReceiveWhere(Predicate{object})"/>
    object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout);

    /// <summary>Sends in the inbox's name.</summary>
    void Send(IActorRef target, object message);
}

/// <summary>A mailbox for code that is not an actor. At most akka.actor.inbox.inbox-size messages are kept; what comes then is dropped with a warning.</summary>
public class Inbox : IInboxable, IDisposable
{
    private readonly ActorSystem _system;
    private readonly TimeSpan _defaultTimeout;
    private readonly InboxMessages _messages;

    private Inbox(ActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.actor.inbox");
        _system = system;
        _defaultTimeout = config.GetTimeSpan("default-timeout", TimeSpan.FromSeconds(5), allowInfinite: false);
        var messages = _messages = new InboxMessages(config.GetInt("inbox-size", 1000));
        Receiver = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new InboxActor(messages)));
    }

    /// <summary>Makes an inbox.</summary>
    public static Inbox Create(ActorSystem system) => new(system);

    /// <inheritdoc/>
    public IActorRef Receiver { get; }

    /// <inheritdoc/>
    public IActorRef Watch(IActorRef subject)
    {
        Receiver.Tell(new InboxActor.Watching(subject, null), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        Receiver.Tell(new InboxActor.Watching(subject, message), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef Unwatch(IActorRef subject)
    {
        Receiver.Tell(new InboxActor.Unwatching(subject), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc/>
    public void Send(IActorRef target, object message) => target.Tell(message, Receiver);

    /// <inheritdoc/>
    public object Receive() => Receive(_defaultTimeout);

    /// <inheritdoc/>
    public object Receive(TimeSpan timeout) => _messages.Take(_ => true, timeout) ?? TimedOut(timeout);

    /// <inheritdoc/>
    public Task<object> ReceiveAsync() => ReceiveAsync(_defaultTimeout);

    /// <inheritdoc/>
    public async Task<object> ReceiveAsync(TimeSpan timeout) =>
        await _messages.TakeAsync(_ => true, timeout).ConfigureAwait(false) ?? TimedOut(timeout);

    /// <inheritdoc/>
    public object ReceiveWhere(Predicate<object> predicate) => ReceiveWhere(predicate, _defaultTimeout);

    /// <inheritdoc/>
    public object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout) => _messages.Take(predicate, timeout) ?? TimedOut(timeout);

    /// <summary>Ends the inbox.</summary>
    public void Dispose()
    {
        _system.Stop(Receiver);
        GC.SuppressFinalize(this);
    }

    private Status.Failure TimedOut(TimeSpan timeout) =>
        new(new TimeoutException($"Inbox {Receiver.Path} didn't receive a response message in specified timeout {timeout}"));
}
