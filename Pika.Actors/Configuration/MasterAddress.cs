namespace Pika.Actors.Configuration;

/// <summary>Where a replica finds its master.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The port for clients.</param>
public sealed record MasterAddress(string Host, int Port)
{
    /// <summary>As <c>host port</c>, the way REPLICAOF takes it.</summary>
    public override string ToString() => $"{Host} {Port}";
}
