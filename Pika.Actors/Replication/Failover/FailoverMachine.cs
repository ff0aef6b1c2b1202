namespace Pika.Actors.Replication.Failover;

/// <summary>
/// How a FAILOVER goes. Writes are paused from its beginning to its end. Pure: it is shown the replicas, and says what to do.
/// <code>
///   Waiting ──a replica has everything──► Closing ──the log is closed, and a replica has everything──► HandingOver ──the replica leads──► Ended
///      │                                     │                                                              │
///      ├──────────── ABORT, time is up ──────┴──► Ended, as a master                                        └──ABORT──► Ended, as a master
///      └──────── time is up, with FORCE ──────────► HandingOver, to the target, whatever it has
/// </code>
/// Closing is apart from Waiting because turns that began before the pause, and the server's own, may still come into the log: only what is closed
/// has an end that a replica can reach.
/// </summary>
internal sealed class FailoverMachine(FailoverOrder order, long nowMs)
{
    private readonly long _deadlineMs = order.TimeoutMs is { } timeout && timeout < long.MaxValue - nowMs ? nowMs + timeout : long.MaxValue;
    private bool _logIsClosed;

    /// <summary>See the diagram of the class.</summary>
    public enum Stage
    {
        /// <summary>For a replica to have everything; the log is open.</summary>
        Waiting,

        /// <summary>The log is being closed, or the replica takes the last of it.</summary>
        Closing,

        /// <summary>The target is told to lead, and followed.</summary>
        HandingOver,

        /// <summary>It is over.</summary>
        Ended,
    }

    /// <summary>What is to be done.</summary>
    public enum Step
    {
        /// <summary>Nothing, for now.</summary>
        Wait,

        /// <summary>Close the log.</summary>
        CloseLog,

        /// <summary>Follow the <see cref="Target"/>, and tell it to lead.</summary>
        HandOver,

        /// <summary>Tell the target again: it is still a replica, so the order was lost.</summary>
        Remind,

        /// <summary>Stay a master, or be it again.</summary>
        Abort,

        /// <summary>Nothing any more: the target leads.</summary>
        Finish,
    }

    /// <summary>Where it is.</summary>
    public Stage State { get; private set; }

    /// <summary>Who is to lead; the node id is empty for one that is not there.</summary>
    public FailoverCandidate? Target { get; private set; }

    /// <summary>The last record that the target must have before it leads; 0: whatever it has.</summary>
    public ulong Needed { get; private set; }

    /// <summary>The log is closed: its end stays.</summary>
    public void OnLogClosed() => _logIsClosed = true;

    /// <summary>FAILOVER ABORT.</summary>
    public Step OnAbort() => End(Step.Abort);

    /// <summary>Looks what can be done now.</summary>
    /// <param name="end">The last record of the log.</param>
    /// <param name="replicas">All that are known.</param>
    /// <param name="followsTarget">Whether this node follows the target, and is up with it.</param>
    public Step Look(long now, ulong end, IReadOnlyList<FailoverCandidate> replicas, bool followsTarget) =>
        State switch
        {
            Stage.Waiting or Stage.Closing => LookForTarget(now, end, replicas),
            Stage.HandingOver when TryFindTarget(replicas) => Step.Remind,
            Stage.HandingOver when followsTarget => End(Step.Finish),
            _ => Step.Wait,
        };

    private Step LookForTarget(long now, ulong end, IReadOnlyList<FailoverCandidate> replicas)
    {
        if (now >= _deadlineMs)
        {
            return order is { Force: true, Target: { } target }
                ? HandOver(
                    replicas.FirstOrDefault(Matches) ?? new FailoverCandidate("", target.Host, target.Port, IsOnline: false, 0),
                    needed: 0
                )
                : End(Step.Abort);
        }

        if (replicas.FirstOrDefault(replica => replica.IsOnline && replica.Has >= end && Matches(replica)) is not { } ready)
        {
            return Step.Wait;
        }

        if (State == Stage.Waiting)
        {
            State = Stage.Closing;
            return Step.CloseLog;
        }

        return _logIsClosed ? HandOver(ready, end) : Step.Wait;
    }

    private Step HandOver(FailoverCandidate target, ulong needed)
    {
        (State, Target, Needed) = (Stage.HandingOver, target, needed);
        return Step.HandOver;
    }

    private Step End(Step last)
    {
        State = Stage.Ended;
        return last;
    }

    private bool Matches(FailoverCandidate replica) =>
        order.Target is null || (order.Target.Host == replica.Host && order.Target.Port == replica.Port);

    // The target is still a replica. One that was away when it was forced is known by its address until it comes.
    private bool TryFindTarget(IReadOnlyList<FailoverCandidate> replicas)
    {
        var known = Target!;
        var found = replicas.FirstOrDefault(replica =>
            replica.IsOnline && (known.NodeId.Length > 0 ? replica.NodeId == known.NodeId : Matches(replica))
        );
        Target = found ?? known;
        return found is not null;
    }
}

/// <summary>A replica as FAILOVER sees it.</summary>
/// <param name="IsOnline">Whether it is in the stream.</param>
/// <param name="Has">The last record that it has.</param>
internal sealed record FailoverCandidate(string NodeId, string Host, int Port, bool IsOnline, ulong Has);
