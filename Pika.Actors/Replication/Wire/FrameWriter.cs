using System.Buffers.Binary;
using Pika.Storage;

namespace Pika.Actors.Replication.Wire;

/// <summary>Frames to bytes. What a frame carries is not copied: it follows the head on the wire.</summary>
internal static class FrameWriter
{
    /// <summary>Writes the frame up to its payload.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="session">The connection's number.</param>
    /// <param name="into">Room for <see cref="FrameFormat.MaxHead"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">A field cannot be sent: an id that is none, a negative number, a payload that is too long.</exception>
    public static int WriteHead(Frame frame, ulong session, Span<byte> into)
    {
        var payload = frame.Carried is { } carried ? carried.Memory.Span : default;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, WireLimits.MaxPayload, nameof(frame));
        var fields = new FieldWriter(into[FrameFormat.HeaderSize..]);
        WriteFields(frame, ref fields);

        int head = FrameFormat.HeaderSize + fields.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(into, (uint)(FrameFormat.CountedHeader + fields.Length + payload.Length));
        BinaryPrimitives.WriteUInt64LittleEndian(into[FrameFormat.SessionAt..], session);
        into[FrameFormat.TypeAt] = (byte)frame.Type;
        uint crc = Crc32C.Append(0, into[..FrameFormat.CrcAt]);
        crc = Crc32C.Append(crc, into[FrameFormat.SessionAt..head]);
        BinaryPrimitives.WriteUInt32LittleEndian(into[FrameFormat.CrcAt..], Crc32C.Append(crc, payload));
        return head;
    }

    private static void WriteFields(Frame frame, ref FieldWriter fields)
    {
        switch (frame)
        {
            case Frame.TrySync trySync:
                Write(trySync, ref fields);
                break;
            case Frame.Ack ack:
                fields.UInt64(ack.Received);
                fields.UInt64(ack.Applied);
                fields.UInt64(ack.Durable);
                break;
            case Frame.Fetch fetch:
                fields.UInt64(fetch.Snapshot);
                fields.Int32(fetch.File);
                fields.Int64(fetch.Offset);
                fields.Int32(fetch.Length);
                break;
            case Frame.ReplicaAlive:
                break;
            default:
                WriteOfMaster(frame, ref fields);
                break;
        }
    }

    private static void Write(Frame.TrySync frame, ref FieldWriter fields)
    {
        fields.Int32(frame.Version);
        fields.Id(frame.NodeId);
        fields.Id(frame.ReplicationId);
        fields.Index(frame.Last);
        fields.UInt32(frame.LastCrc);
        fields.UInt16(frame.Port);
        fields.Int32(frame.Priority);
        fields.Text(frame.Host);
    }

    private static void WriteOfMaster(Frame frame, ref FieldWriter fields)
    {
        switch (frame)
        {
            case Frame.Continue go:
                fields.Id(go.ReplicationId);
                fields.Index(go.End);
                break;
            case Frame.FullSync full:
                fields.UInt64(full.DivergesAt);
                fields.Text(full.Reason);
                break;
            case Frame.Waiting waiting:
                fields.Int32(waiting.Position);
                fields.Text(waiting.Text);
                break;
            case Frame.Epochs:
                break;
            case Frame.Manifest manifest:
                fields.UInt64(manifest.Snapshot);
                break;
            case Frame.Chunk chunk:
                fields.UInt64(chunk.Snapshot);
                fields.Int32(chunk.File);
                fields.Int64(chunk.Offset);
                fields.UInt32(chunk.FileCrc);
                fields.Flag(chunk.IsLast);
                break;
            case Frame.Bye bye:
                fields.Flag(bye.WantsFullSync);
                fields.Text(bye.Reason);
                break;
            case Frame.Promote promote:
                fields.UInt64(promote.End);
                break;
            default:
                WriteOfStream(frame, ref fields);
                break;
        }
    }

    private static void WriteOfStream(Frame frame, ref FieldWriter fields)
    {
        switch (frame)
        {
            case Frame.Records records:
                fields.UInt64(records.First);
                fields.Int32(records.Count);
                break;
            case Frame.RecordPart part:
                fields.UInt64(part.Index);
                fields.Int32(part.Total);
                fields.Int32(part.Offset);
                break;
            case Frame.Published published:
                fields.UInt64(published.Behind);
                fields.Flag(published.IsShard);
                fields.Int32(published.ChannelLength);
                break;
            case Frame.MasterAlive alive:
                fields.UInt64(alive.End);
                fields.UInt64(alive.Durable);
                fields.Int64(alive.WallMs);
                fields.UInt64(alive.DigestIndex);
                fields.UInt64(alive.Digest);
                break;
            default:
                throw new ArgumentException($"{frame.Type} is no frame of version {FrameFormat.Version}", nameof(frame));
        }
    }
}
