namespace Pika.Actors.Replication.Wire;

/// <summary>
/// The byte layout of frames, as constants; docs/formats/replication.md has the tables. All numbers are little-endian. Whoever changes a number
/// here changes the protocol: raise the version.
/// </summary>
internal static class FrameFormat
{
    /// <summary>The version that PKSYNC names.</summary>
    public const int Version = 1;

    /// <summary>Bytes before the fields: length, CRC, session, type.</summary>
    public const int HeaderSize = 17;

    /// <summary>Bytes of the header that the length counts: session and type.</summary>
    public const int CountedHeader = 9;

    /// <summary>Bytes of an id, whose 40 hex digits are 20 bytes here.</summary>
    public const int IdSize = 20;

    /// <summary>The id of no epoch.</summary>
    public const string NoId = "0000000000000000000000000000000000000000";

    /// <summary>The most bytes of a frame before its payload; those with text have none.</summary>
    public const int MaxHead = HeaderSize + 66 + WireLimits.MaxText;

    internal const int CrcAt = 4;
    internal const int SessionAt = 8;
    internal const int TypeAt = 16;

    /// <summary>The bit of <see cref="Frame.Chunk.IsLast"/>, <see cref="Frame.Bye.WantsFullSync"/> and <see cref="Frame.Published.IsShard"/> in their byte of flags.</summary>
    internal const byte Flag = 1;

    /// <summary>What follows the fields of fixed width.</summary>
    internal enum Tail
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>UTF-8, to the frame's end.</summary>
        Text,

        /// <summary>Bytes, to the frame's end.</summary>
        Payload,
    }

    /// <summary>The shape of a kind of frame.</summary>
    /// <param name="Sender">Who sends it.</param>
    /// <param name="Fixed">Bytes of its fields of fixed width.</param>
    /// <param name="Tail">What follows them.</param>
    internal readonly record struct Shape(FrameSender Sender, int Fixed, Tail Tail)
    {
        /// <summary>The most bytes that can follow the fields.</summary>
        public int MaxTail =>
            Tail switch
            {
                Tail.Text => WireLimits.MaxText,
                Tail.Payload => WireLimits.MaxPayload,
                _ => 0,
            };
    }

    /// <summary>The shape of a type; null if there is none of that number.</summary>
    internal static Shape? ShapeOf(FrameType type) =>
        type switch
        {
            FrameType.TrySync => new(FrameSender.Replica, 66, Tail.Text),
            FrameType.Ack => new(FrameSender.Replica, 24, Tail.None),
            FrameType.Fetch => new(FrameSender.Replica, 24, Tail.None),
            FrameType.ReplicaAlive => new(FrameSender.Replica, 0, Tail.None),
            FrameType.Continue => new(FrameSender.Master, 32, Tail.None),
            FrameType.FullSync => new(FrameSender.Master, 8, Tail.Text),
            FrameType.Waiting => new(FrameSender.Master, 4, Tail.Text),
            FrameType.Manifest => new(FrameSender.Master, 8, Tail.Payload),
            FrameType.Chunk => new(FrameSender.Master, 25, Tail.Payload),
            FrameType.Records => new(FrameSender.Master, 12, Tail.Payload),
            FrameType.RecordPart => new(FrameSender.Master, 16, Tail.Payload),
            FrameType.MasterAlive => new(FrameSender.Master, 40, Tail.None),
            FrameType.Bye => new(FrameSender.Master, 1, Tail.Text),
            FrameType.Epochs => new(FrameSender.Master, 0, Tail.Payload),
            FrameType.Published => new(FrameSender.Master, 13, Tail.Payload),
            FrameType.Promote => new(FrameSender.Master, 8, Tail.None),
            _ => null,
        };
}
