namespace Pika.Actors.Replication.Roles;

/// <summary>A change of the node's role, as it stands in the role's history.</summary>
/// <param name="AtMs">When it was ordered, unix ms; for people.</param>
internal abstract record RoleEvent(long AtMs)
{
    /// <summary>The role in words, for the server's log.</summary>
    public string Name => this is BecameReplica replica ? $"a replica of {replica.Host}:{replica.Port}" : "a master";

    /// <summary>The node takes writes from clients.</summary>
    public sealed record BecameMaster(long AtMs) : RoleEvent(AtMs);

    /// <summary>The node follows a master.</summary>
    /// <param name="AtMs">When it was ordered, unix ms.</param>
    /// <param name="Host">The master's name or address, as it was given.</param>
    /// <param name="Port">The master's port for clients.</param>
    /// <param name="IsHeir">FAILOVER has handed this node's role over to that master, which had everything, and which has not been seen to lead since.</param>
    public sealed record BecameReplica(long AtMs, string Host, int Port, bool IsHeir = false) : RoleEvent(AtMs);

    /// <summary>The heir has been seen to lead: it is followed like any other master from now on, whatever becomes of its data.</summary>
    public sealed record HeirLeads(long AtMs) : RoleEvent(AtMs);
}
