using Akka.Actor;

namespace Pika.Actors.Replication.Roles;

/// <summary>Tells the journal, which the actor system makes by itself, where the role's history is.</summary>
internal sealed class RoleStorage : IExtension
{
    /// <summary>The history; given before the first actor is made.</summary>
    public RoleFile File { get; set; } = null!;

    /// <summary>That of a system.</summary>
    public static RoleStorage Of(ActorSystem system) => new Provider().Apply(system);

    private sealed class Provider : ExtensionIdProvider<RoleStorage>
    {
        public override RoleStorage CreateExtension(ExtendedActorSystem system) => new();
    }
}
