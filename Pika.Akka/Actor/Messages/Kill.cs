namespace Akka.Actor;

/// <summary>Makes the actor throw <see cref="ActorKilledException"/>, so that its supervisor decides; by default it is stopped.</summary>
public sealed class Kill : IAutoReceivedMessage, IPossiblyHarmful
{
    private Kill() { }

    public static Kill Instance { get; } = new();

    public override string ToString() => "<Kill>";
}
