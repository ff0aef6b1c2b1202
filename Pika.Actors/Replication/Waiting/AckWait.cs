using Pika.Actors.Node;
using Pika.Protocol;

namespace Pika.Actors.Replication.Waiting;

/// <summary>What WAIT or WAITAOF waits for: that enough servers have what the client has written.</summary>
/// <param name="Node">The node that the client is at.</param>
/// <param name="Index">The last record that may be the client's.</param>
/// <param name="Replicas">How many replicas.</param>
/// <param name="TimeoutMs">For how long, in milliseconds; 0: for ever.</param>
internal sealed record AckWait(PikaNode Node, ulong Index, long Replicas, long TimeoutMs)
{
    /// <summary>WAITAOF: what is asked for is a record on disk, and the reply tells of this node too.</summary>
    public bool OnDisk { get; init; }

    /// <summary>WAITAOF: whether this node is to have it on disk.</summary>
    public bool Here { get; init; }

    /// <summary>Whether there is nothing left to wait for.</summary>
    public bool IsMet => Count >= Replicas && (!Here || IsOnDiskHere);

    /// <summary>Answers with how it stands, whether that is enough or not.</summary>
    public void Answer(RespWriter reply)
    {
        if (OnDisk)
        {
            reply.Array(2);
            reply.Integer(IsOnDiskHere ? 1 : 0);
        }

        reply.Integer(Count);
    }

    private int Count => OnDisk ? Node.Acks.CountDurable(Index) : Node.Acks.CountApplied(Index);

    private bool IsOnDiskHere => Node.Binlog.Durable.Last.Index >= Index;
}
