namespace Pika.Actors.Replication;

/// <summary>A master that a replica wants to be connected to.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The port for clients.</param>
/// <param name="User">The user, masteruser; empty: the default user.</param>
/// <param name="Password">The password, masterauth; empty: none is given.</param>
/// <param name="Timeout">How long it may take until frames flow, from the look-up of the name on.</param>
internal sealed record ReplicaTarget(string Host, int Port, string User, string Password, TimeSpan Timeout)
{
    /// <summary>As <c>host:port</c>.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
