using Akka.Actor;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// Finds out whether a replica may go on behind its last record: decides by names (<see cref="SyncDecision"/>), pins the log from that record on, so that it cannot go
/// meanwhile, compares the record itself, and takes the replica's lease. The lease that the replica may have stays until then. Used by one
/// <see cref="SlaveNode"/>, which passes on what the log answers.
/// <code>
///   Idle ──Start──► Pinning ──Pinned──► Locating ──Located──► Reading ──Chunk──► Leasing ──Pinned──► Passed
///     └──by names──► Failed ◄──not held, or another record────────┴─────────────────┘
/// </code>
/// </summary>
internal sealed class SyncCheck(PikaNode node, IActorRef slave, string owner)
{
    private readonly string _checking = owner + "-check";
    private Frame.TrySync? _request;
    private ulong _session;

    /// <summary>Whether the log is being asked.</summary>
    public bool IsUnderWay => _request is not null;

    /// <summary>Decides about a request; the answer comes to the SlaveNode. One that was under way is given up.</summary>
    public void Start(Frame.TrySync request, ulong session)
    {
        (_request, _session) = (request, session);
        switch (
            SyncDecision.Of(request, node.History, node.Binlog.Directory.FirstIndex, node.Binlog.Position.Last, node.Replication.IsReplica)
        )
        {
            case SyncDecision.Compare:
                node.Appender.Tell(PinOf(node, _checking, request.Last.Index), slave);
                break;
            case SyncDecision.Continue:
                Lease();
                break;
            case SyncDecision.Behind behind:
                _request = null;
                slave.Tell(new Behind(session, behind.Reason), slave);
                break;
            case SyncDecision.FullSync full:
                Fail(full.Reason, full.DivergesAt);
                break;
        }
    }

    /// <summary>Handles what the log answers; false for anything else.</summary>
    public bool Handle(object message)
    {
        if (_request is null)
        {
            return false;
        }

        ulong last = _request.Last.Index;
        switch (message)
        {
            case BinlogProtocol.Pinned pinned when pinned.Lease.Owner == owner && pinned.Lease.Index == last + 1:
                Pass();
                break;
            case BinlogProtocol.Pinned pinned when pinned.Lease.Owner == _checking:
                node.Appender.Tell(new BinlogProtocol.Locate(last), slave);
                break;
            case BinlogProtocol.NotHeld notHeld:
                Fail($"the log begins with record {notHeld.First}, and the replica needs those from {last + 1} on", 0);
                break;
            case BinlogProtocol.Located located:
                located.Segment.Tell(new BinlogSegment.Read(last, 1), slave);
                break;
            case BinlogSegment.Chunk { First: var first, Records: [var record, ..] } when first == last:
                Compare(record);
                break;
            case BinlogSegment.Chunk or BinlogSegment.NotHeld or BinlogSegment.ReadFailed:
                Fail($"record {last} cannot be read from the log", 0);
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>The lease of a replica.</summary>
    public static BinlogProtocol.Pin PinOf(PikaNode node, string owner, ulong index) =>
        new(owner, index, node.Config.ReplicaPinMaxBytes, TimeSpan.FromSeconds(node.Config.ReplicaPinMaxSeconds));

    // A replica that has just installed a snapshot has no record to sum up; the name of the record is enough then.
    private void Compare(byte[] bytes)
    {
        var record = new BinlogRecordView(bytes);
        if (record.Position == _request!.Last && (_request.LastCrc == 0 || _request.LastCrc == record.Crc))
        {
            Lease();
        }
        else
        {
            Fail($"record {record.Position} here is another than the replica's {_request.Last}: the histories have parted", record.Index);
        }
    }

    private void Lease() => node.Appender.Tell(PinOf(node, owner, _request!.Last.Index + 1), slave);

    private void Pass()
    {
        node.Appender.Tell(new BinlogProtocol.Release(_checking), slave);
        slave.Tell(new Passed(_session, _request!.Last.Index), slave);
        _request = null;
    }

    private void Fail(string reason, ulong divergesAt)
    {
        node.Appender.Tell(new BinlogProtocol.Release(_checking), slave);
        slave.Tell(new Failed(_session, reason, divergesAt, _request!.Last), slave);
        _request = null;
    }

    /// <summary>The replica may go on behind its last record, and the log is kept from there on.</summary>
    public sealed record Passed(ulong Session, ulong Last);

    /// <summary>It is to ask again.</summary>
    public sealed record Behind(ulong Session, string Reason);

    /// <summary>It may not.</summary>
    /// <param name="Last">The record behind which the replica asked to go on; none if it did not.</param>
    public sealed record Failed(ulong Session, string Reason, ulong DivergesAt, LogIndex Last)
    {
        /// <summary>Whether the replica asked to go on.</summary>
        public bool HadData => Last.Index > 0;
    }
}
