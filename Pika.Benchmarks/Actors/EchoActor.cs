using Akka.Actor;

namespace Pika.Benchmarks.Actors;

/// <summary>Answers every message with itself.</summary>
internal sealed class EchoActor : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message, Self);
}
