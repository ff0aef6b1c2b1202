namespace Akka.Actor;

/// <summary>Asks an actor to tell the sender who it is; the answer is an <see cref="ActorIdentity"/> with the same id.</summary>
public sealed class Identify(object messageId) : IAutoReceivedMessage, INotInfluenceReceiveTimeout, IEquatable<Identify>
{
    public object MessageId { get; } = messageId;

    public bool Equals(Identify? other) => other is not null && Equals(MessageId, other.MessageId);

    public override bool Equals(object? obj) => Equals(obj as Identify);

    public override int GetHashCode() => MessageId?.GetHashCode() ?? 0;

    public override string ToString() => $"<Identify>: {MessageId}";
}

/// <summary>The answer to <see cref="Identify"/>. <see cref="Subject"/> is null if there is no such actor.</summary>
public sealed class ActorIdentity(object messageId, IActorRef subject) : IEquatable<ActorIdentity>
{
    public object MessageId { get; } = messageId;

    public IActorRef Subject { get; } = subject;

    public bool Equals(ActorIdentity? other) => other is not null && Equals(MessageId, other.MessageId) && Equals(Subject, other.Subject);

    public override bool Equals(object? obj) => Equals(obj as ActorIdentity);

    public override int GetHashCode() => HashCode.Combine(MessageId, Subject);

    public override string ToString() => $"<ActorIdentity>: {Subject} - MessageId={MessageId}";
}
