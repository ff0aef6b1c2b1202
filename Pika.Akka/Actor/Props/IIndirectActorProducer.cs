namespace Akka.Actor;

/// <summary>Makes the incarnations of an actor.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    void Release(ActorBase actor);
}
