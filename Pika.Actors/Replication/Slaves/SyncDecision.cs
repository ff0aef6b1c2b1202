using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// Whether a replica may go on behind its last record, as far as names tell: the id of an epoch and an index name one record of the world, so equal names are equal
/// logs. Pure.
/// </summary>
internal abstract record SyncDecision
{
    /// <summary>The master's log holds a record of this name: it may go on if it is the same record.</summary>
    public sealed record Compare : SyncDecision;

    /// <summary>The replica's last record was purged here, but is of this log, and the next one is there: it may go on.</summary>
    public sealed record Continue : SyncDecision;

    /// <summary>It cannot be decided yet: the replica has to ask again.</summary>
    /// <param name="Reason">In words.</param>
    public sealed record Behind(string Reason) : SyncDecision;

    /// <summary>It has to take all data anew.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="DivergesAt">The first of its records that is not in this log; 0 if that is not why.</param>
    public sealed record FullSync(string Reason, ulong DivergesAt) : SyncDecision;

    /// <summary>Decides on a request.</summary>
    /// <param name="first">The oldest record that the log holds, or would hold.</param>
    /// <param name="end">The last record of the log.</param>
    /// <param name="follows">Whether this node is a replica itself.</param>
    public static SyncDecision Of(Frame.TrySync request, LogHistory history, ulong first, LogIndex end, bool follows)
    {
        var last = request.Last;
        if (end.Epoch > (history.Current?.Epoch ?? 0))
        {
            // Where the epochs before it end is not known: a record of theirs may be one of its.
            return new Behind("the log has begun an epoch that the store does not know yet");
        }

        if (last.Index == 0 || request.ReplicationId == FrameFormat.NoId)
        {
            return new FullSync("the replica has no data of any master", 0);
        }

        if (history.Find(last.Epoch) is not { } epoch || epoch.Id != request.ReplicationId)
        {
            return new FullSync($"the replica's last record {last} is of the history {request.ReplicationId}, which is not known here", 0);
        }

        ulong shared = Math.Min(history.LastIndexOf(epoch), end.Index);
        if (last.Index > shared && follows && epoch == history.Current)
        {
            // This node gets the same records from the same master.
            return new Behind("this node is a replica that has not as many records yet");
        }

        if (last.Index > shared)
        {
            return new FullSync(
                $"the replica's history parts from this one behind record {shared}: it has records up to {last.Index}",
                shared + 1
            );
        }

        return last.Index >= first ? new Compare()
            : last.Index + 1 == first ? new Continue()
            : new FullSync($"the log begins with record {first}, and the replica needs those from {last.Index + 1} on", 0);
    }
}
