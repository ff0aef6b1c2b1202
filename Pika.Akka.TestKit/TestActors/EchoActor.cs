using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Sends what it receives to the test actor, and back to the sender.</summary>
public class EchoActor : ReceiveActor
{
    /// <summary>Use <see cref="Props"/>.</summary>
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        ReceiveAny(message =>
        {
            if (echoBackToSenderAsWell && !testkit.TestActor.Equals(Sender))
                Sender.Forward(message);
            testkit.TestActor.Tell(message, Sender);
        });

    /// <summary>Props of an echo.</summary>
    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}

/// <summary>Swallows what it receives.</summary>
public class BlackHoleActor : ActorBase
{
    /// <inheritdoc/>
    protected override bool Receive(object message) => true;

    /// <summary>Props of a black hole.</summary>
    public static Props Props { get; } = Actor.Props.Create<BlackHoleActor>();
}
