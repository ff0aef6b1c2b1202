using Akka.Actor;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Slaves;

/// <summary>
/// Sends the log to one replica, from a record on, as fast as its window opens. What has just been written it takes from memory
/// (<see cref="LogTail"/>); for what is older it asks for the segment that holds the next record, reads a chunk of it, sends it, and so on. Ends with its link.
/// <code>
///   Growing ──Grown──► (in memory?) ──► Locating ──Located──► Reading ──Chunk──► Reading | Locating (the segment ends) | Growing (the log ends)
///                                                └── window full ──► Waiting ──Applied──► Reading
/// </code>
/// </summary>
internal sealed class LogSender : UntypedActor
{
    /// <summary>What is read at once, and sent as one frame: large enough that the way through the actors costs little beside it.</summary>
    private const int ChunkBytes = 1 << 20;

    private readonly PikaNode _node;
    private readonly IReplicationLink _link;
    private readonly StreamWindow _window = new();
    private readonly StreamDigest _digest;

    /// <summary>The record that is sent next.</summary>
    private ulong _next;

    /// <summary>The last record that may be sent.</summary>
    private ulong _sendable;

    /// <summary>Holds the next record, or ends just before it; nobody when that is to be asked.</summary>
    private IActorRef _segment = ActorRefs.Nobody;

    /// <summary>An answer is on its way, from the log or from a segment.</summary>
    private bool _asking;

    /// <summary>Created by its <see cref="SlaveNode"/> when the replica may have the records from an index on.</summary>
    public LogSender(PikaNode node, IReplicationLink link, ulong first)
    {
        (_node, _link, _next, _sendable) = (node, link, first, first - 1);
        _digest = new StreamDigest(first - 1);
    }

    /// <summary>The way to make it.</summary>
    public static Props Props(PikaNode node, IReplicationLink link, ulong first) =>
        Akka.Actor.Props.Create(() => new LogSender(node, link, first));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _node.LogTail.Open();
        Pump();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _node.LogTail.Close();
        _node.Appender.Tell(BinlogProtocol.EndGrowth.Instance, Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BinlogProtocol.Grown grown:
                (_asking, _sendable) = (false, grown.End.Index);
                Pump();
                break;
            case BinlogProtocol.Located located:
                (_asking, _segment) = (false, located.Segment);
                Pump();
                break;
            case BinlogSegment.Chunk chunk:
                _asking = false;
                OnChunk(chunk);
                break;
            case Applied applied:
                _window.Applied(applied.Index);
                Pump();
                break;
            case Beat:
                SendAlive();
                break;
            case BinlogProtocol.NotHeld notHeld:
                Lose($"the log begins with record {notHeld.First}, and the replica needs those from {_next} on");
                break;
            case BinlogSegment.NotHeld:
                // Its file was closed, or has gone: the log says which one holds the record now.
                (_asking, _segment) = (false, ActorRefs.Nobody);
                Pump();
                break;
            case BinlogSegment.ReadFailed failed:
                Lose($"the log cannot be read at record {failed.Index}: {failed.Reason}");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Pump()
    {
        if (_asking)
        {
            return;
        }

        while (
            _window.IsOpen
            && _next <= _sendable
            && _node.LogTail.Read(_next, _sendable, ChunkBytes, out int count, out int length) is { } bytes
        )
        {
            Send(Payload.Take(bytes, length), count);
        }

        if (_window.IsOpen)
        {
            _asking = true;
            Ask();
        }
    }

    private void Ask()
    {
        if (_next > _sendable)
        {
            _node.Appender.Tell(new BinlogProtocol.TellGrowth(_next - 1), Self);
        }
        else if (_segment.IsNobody())
        {
            _node.Appender.Tell(new BinlogProtocol.Locate(_next), Self);
        }
        else
        {
            _segment.Tell(new BinlogSegment.Read(_next, ChunkBytes), Self);
        }
    }

    private void OnChunk(BinlogSegment.Chunk chunk)
    {
        var (count, bytes) = (0, 0);
        while (count < chunk.Records.Count && _next + (ulong)count <= _sendable && (count == 0 || bytes < ChunkBytes))
        {
            bytes += chunk.Records[count++].Length;
        }

        if (count == 0)
        {
            // There are more records, but none here.
            _segment = ActorRefs.Nobody;
        }
        else
        {
            Send(Together(chunk.Records, count, bytes), count);
        }

        Pump();
    }

    private static Payload Together(IReadOnlyList<byte[]> records, int count, int bytes)
    {
        var payload = Payload.Rent(bytes);
        for (int i = 0, at = 0; i < count; at += records[i++].Length)
        {
            records[i].CopyTo(payload.Span[at..]);
        }

        return payload;
    }

    private void Send(Payload records, int count)
    {
        Digest(records.Span);
        int bytes = records.Length;
        if (bytes <= WireLimits.MaxPayload)
        {
            _link.Send(new Frame.Records(_next, count, records));
        }
        else
        {
            SendInParts(records);
        }

        _next += (ulong)count;
        _window.Sent(_next - 1, bytes);
        Context.Parent.Tell(new Sent(_next - 1), Self);
    }

    private void Digest(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            int size = (int)BinlogRecord.SizeOf(records);
            _digest.Add(records[..size]);
            records = records[size..];
        }
    }

    // Such a payload is one record: a chunk of several is much smaller.
    private void SendInParts(Payload record)
    {
        for (int offset = 0; offset < record.Length; offset += WireLimits.MaxPayload)
        {
            var part = record.Span.Slice(offset, Math.Min(WireLimits.MaxPayload, record.Length - offset));
            _link.Send(new Frame.RecordPart(_next, record.Length, offset, Payload.CopyOf(part)));
        }

        record.Release();
    }

    private void SendAlive() =>
        _link.Send(
            new Frame.MasterAlive(
                _node.Binlog.Position.Last.Index,
                _node.Binlog.Durable.Last.Index,
                _node.DataClock.NowMs(),
                _digest.Index,
                _digest.Value
            )
        );

    private void Lose(string reason)
    {
        Context.Parent.Tell(new Lost(reason), Self);
        Context.Stop(Self);
    }

    /// <summary>From the SlaveNode: the replica has applied the records up to an index.</summary>
    public sealed record Applied(ulong Index);

    /// <summary>From the SlaveNode: say that the master is there, and where its log is.</summary>
    public sealed record Beat
    {
        /// <summary>The only one.</summary>
        public static readonly Beat Instance = new();
    }

    /// <summary>To the SlaveNode: the records up to an index are on their way.</summary>
    public sealed record Sent(ulong Last);

    /// <summary>To the SlaveNode: the replica cannot get the log any more; it needs a full sync.</summary>
    public sealed record Lost(string Reason);
}
