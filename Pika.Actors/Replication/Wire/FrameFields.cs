using System.Diagnostics;

namespace Pika.Actors.Replication.Wire;

/// <summary>The fields of each kind of frame, as <see cref="FrameWriter"/> writes them.</summary>
internal static class FrameFields
{
    /// <summary>Makes a frame of its fields and its payload.</summary>
    public static Frame Read(FrameType type, ref FieldReader fields, Payload? payload) =>
        type switch
        {
            FrameType.TrySync => TrySync(ref fields),
            FrameType.Ack => new Frame.Ack(fields.UInt64(), fields.UInt64(), fields.UInt64()),
            FrameType.Fetch => new Frame.Fetch(fields.UInt64(), fields.Int32(), fields.Int64(), fields.Int32()),
            FrameType.ReplicaAlive => new Frame.ReplicaAlive(),
            FrameType.Continue => new Frame.Continue(fields.Id(), fields.Index()),
            FrameType.FullSync => FullSync(ref fields),
            FrameType.Waiting => new Frame.Waiting(fields.Int32(), fields.Text()),
            FrameType.Manifest => new Frame.Manifest(fields.UInt64(), payload!),
            FrameType.Chunk => new Frame.Chunk(fields.UInt64(), fields.Int32(), fields.Int64(), fields.UInt32(), fields.Flag(), payload!),
            FrameType.Records => new Frame.Records(fields.UInt64(), fields.Int32(), payload!),
            FrameType.RecordPart => new Frame.RecordPart(fields.UInt64(), fields.Int32(), fields.Int32(), payload!),
            FrameType.MasterAlive => new Frame.MasterAlive(
                fields.UInt64(),
                fields.UInt64(),
                fields.Int64(),
                fields.UInt64(),
                fields.UInt64()
            ),
            FrameType.Bye => Bye(ref fields),
            FrameType.Epochs => new Frame.Epochs(payload!),
            FrameType.Published => new Frame.Published(fields.UInt64(), fields.Flag(), fields.Int32(), payload!),
            FrameType.Promote => new Frame.Promote(fields.UInt64()),
            _ => throw new UnreachableException(),
        };

    private static Frame.TrySync TrySync(ref FieldReader fields)
    {
        int version = fields.Int32();
        string nodeId = fields.Id();
        string replicationId = fields.Id();
        var last = fields.Index();
        uint crc = fields.UInt32();
        ushort port = fields.UInt16();
        int priority = fields.Int32();
        return new Frame.TrySync(version, nodeId, replicationId, last, crc, fields.Text(), port, priority);
    }

    private static Frame.FullSync FullSync(ref FieldReader fields)
    {
        ulong divergesAt = fields.UInt64();
        return new Frame.FullSync(fields.Text(), divergesAt);
    }

    private static Frame.Bye Bye(ref FieldReader fields)
    {
        bool wantsFullSync = fields.Flag();
        return new Frame.Bye(fields.Text(), wantsFullSync);
    }
}
