using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors and what they share: dispatchers, scheduler, event stream, settings.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    public abstract Settings Settings { get; }

    public abstract string Name { get; }

    public abstract EventStream EventStream { get; }

    /// <summary>Where messages end that reach no actor.</summary>
    public abstract IActorRef DeadLetters { get; }

    public abstract Dispatchers Dispatchers { get; }

    public abstract Mailboxes Mailboxes { get; }

    public abstract ILoggingAdapter Log { get; }

    public abstract IScheduler Scheduler { get; }

    /// <summary>When the system started, on its scheduler's monotonic clock.</summary>
    public TimeSpan StartTime { get; protected set; }

    public TimeSpan Uptime => Scheduler.MonotonicClock - StartTime;

    /// <summary>Ends when the last actor has.</summary>
    public abstract Task WhenTerminated { get; }

    public static ActorSystem Create(string name) => Create(name, ConfigurationFactory.Load());

    /// <exception cref="ArgumentException">The name has other characters than letters, digits, <c>-</c> and <c>_</c>.</exception>
    public static ActorSystem Create(string name, Config config)
    {
        var system = new ActorSystemImpl(name, config ?? Config.Empty);
        system.Start();
        return system;
    }

    /// <summary>Makes a top-level actor, below <c>/user</c>.</summary>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    public abstract ActorSelection ActorSelection(string actorPath);

    public abstract void Stop(IActorRef actor);

    /// <summary>Stops all actors, children before parents, and then the system's threads.</summary>
    public abstract Task Terminate();

    /// <summary>Has an action run after the last actor has ended.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>The extension, made if it is not there yet.</summary>
    public abstract object RegisterExtension(IExtensionId extension);

    public abstract object GetExtension(IExtensionId extensionId);

    public abstract T GetExtension<T>()
        where T : class, IExtension;

    public abstract bool HasExtension(Type type);

    public abstract bool HasExtension<T>()
        where T : class, IExtension;

    public abstract bool TryGetExtension(Type extensionType, out object extension);

    public abstract bool TryGetExtension<T>(out T extension)
        where T : class, IExtension;

    public void Dispose()
    {
        _ = Terminate();
        GC.SuppressFinalize(this);
    }

    public override string ToString() => Name;
}
