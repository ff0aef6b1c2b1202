namespace Akka.Actor;

/// <summary>Makes and finds actor references.</summary>
public interface IActorRefProvider
{
    IInternalActorRef RootGuardian { get; }

    LocalActorRef Guardian { get; }

    LocalActorRef SystemGuardian { get; }

    IActorRef DeadLetters { get; }

    ActorPath RootPath { get; }

    Settings Settings { get; }

    Address DefaultAddress { get; }

    /// <summary>A path for a reference that lives for one answer.</summary>
    ActorPath TempPath();

    IInternalActorRef TempContainer { get; }

    IActorRef ResolveActorRef(string path);

    IActorRef ResolveActorRef(ActorPath actorPath);

    internal IInternalActorRef ActorOf(
        ActorSystemImpl system,
        Props props,
        IInternalActorRef supervisor,
        ActorPath path,
        bool systemService
    );
}
