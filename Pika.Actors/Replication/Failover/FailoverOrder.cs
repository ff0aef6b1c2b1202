namespace Pika.Actors.Replication.Failover;

/// <summary>What FAILOVER asks for.</summary>
/// <param name="Target">The replica that is to be the master, as INFO names it; null: whichever has everything first.</param>
/// <param name="TimeoutMs">For how long to wait for it, in milliseconds; null: until ABORT.</param>
/// <param name="Force">Whether the target becomes the master when the time is over, whatever it has; needs both of the others.</param>
internal sealed record FailoverOrder(FailoverTarget? Target, long? TimeoutMs, bool Force);

/// <summary>A replica by its address for clients.</summary>
internal sealed record FailoverTarget(string Host, int Port);
