using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>What a dispatcher may use of its actor system.</summary>
public interface IDispatcherPrerequisites
{
    EventStream EventStream { get; }

    Actor.Settings Settings { get; }

    Mailboxes Mailboxes { get; }
}

/// <summary>Makes the dispatcher of one configuration section; named by <c>type</c> in HOCON.</summary>
public abstract class MessageDispatcherConfigurator
{
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
        Id = config.GetString("id", "");
    }

    public Config Config { get; }

    public IDispatcherPrerequisites Prerequisites { get; }

    internal string Id { get; }

    /// <summary>The dispatcher; most configurators answer with the same one each time.</summary>
    public abstract MessageDispatcher Dispatcher();
}
