using Akka.Actor;

namespace Akka.Routing;

/// <summary>An actor that tells listeners something.</summary>
public interface IListeners
{
    /// <summary>Its listeners.</summary>
    ListenerSupport Listeners { get; }
}

/// <summary>A message about listening.</summary>
public abstract class ListenerMessage;

/// <summary>Makes <paramref name="listener"/> a listener.</summary>
public sealed class Listen(IActorRef listener) : ListenerMessage
{
    /// <summary>Who wants to hear.</summary>
    public IActorRef Listener { get; } = listener;
}

/// <summary>Ends it.</summary>
public sealed class Deafen(IActorRef listener) : ListenerMessage
{
    /// <summary>Who no longer wants to hear.</summary>
    public IActorRef Listener { get; } = listener;
}

/// <summary>A set of listeners. Not safe to share between threads: it belongs to one actor.</summary>
public class ListenerSupport
{
    /// <summary>The listeners.</summary>
    protected readonly HashSet<IActorRef> Listeners = [];

    /// <summary>Handles <see cref="Listen"/> and <see cref="Deafen"/>.</summary>
    public Receive ListenerReceive =>
        message =>
        {
            switch (message)
            {
                case Listen listen:
                    Add(listen.Listener);
                    return true;
                case Deafen deafen:
                    Remove(deafen.Listener);
                    return true;
                default:
                    return false;
            }
        };

    /// <summary>Adds a listener.</summary>
    public void Add(IActorRef actor) => Listeners.Add(actor);

    /// <summary>Removes a listener.</summary>
    public void Remove(IActorRef actor) => Listeners.Remove(actor);

    /// <summary>Sends <paramref name="message"/> to every listener.</summary>
    public void Gossip(object message) => Gossip(message, ActorRefs.NoSender);

    /// <summary>Sends <paramref name="message"/> to every listener, in the name of <paramref name="sender"/>.</summary>
    public void Gossip(object message, IActorRef sender)
    {
        foreach (var listener in Listeners)
            listener.Tell(message, sender);
    }
}
