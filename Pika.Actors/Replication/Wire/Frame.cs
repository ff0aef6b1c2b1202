using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Wire;

/// <summary>
/// What master and replica say to each other after PKSYNC; docs/formats/replication.md has the bytes. Ids are 40 lower-case hex digits; indexes are those
/// of records, 0 before the first. A frame with a <see cref="Payload"/> has one owner at a time, who calls <see cref="Release"/>: sending a frame
/// gives it away, and whoever is told of a received frame owns it, even if it is of no use any more.
/// </summary>
internal abstract record Frame(FrameType Type)
{
    /// <summary>The bytes behind the fields; null if the frame has none.</summary>
    public virtual Payload? Carried => null;

    /// <summary>Gives the carried bytes back; nothing to do for a frame without.</summary>
    public void Release() => Carried?.Release();

    /// <summary>The first frame of a link: who the replica is, and where its log ends.</summary>
    /// <param name="Version">The version of frames that the replica speaks: <see cref="FrameFormat.Version"/>.</param>
    /// <param name="NodeId">The id of the replica itself, the same from connection to connection.</param>
    /// <param name="ReplicationId">The id of the epoch of its last record; <see cref="FrameFormat.NoId"/> without any.</param>
    /// <param name="Last">Its last record.</param>
    /// <param name="LastCrc">The CRC32C in the header of its last record; 0 without any.</param>
    /// <param name="Host">Where clients reach it, as it says itself; empty: where the connection comes from.</param>
    /// <param name="Port">The port for clients.</param>
    /// <param name="Priority">Its replica-priority.</param>
    public sealed record TrySync(
        int Version,
        string NodeId,
        string ReplicationId,
        LogIndex Last,
        uint LastCrc,
        string Host,
        ushort Port,
        int Priority
    ) : Frame(FrameType.TrySync);

    /// <summary>How far the replica is with the stream.</summary>
    /// <param name="Received">The last record that has come.</param>
    /// <param name="Applied">The last that readers see.</param>
    /// <param name="Durable">The last that a power cut leaves.</param>
    public sealed record Ack(ulong Received, ulong Applied, ulong Durable) : Frame(FrameType.Ack);

    /// <summary>Asks for a piece of a file of a snapshot.</summary>
    /// <param name="Snapshot">From <see cref="Manifest"/>.</param>
    /// <param name="File">Its number in the manifest.</param>
    /// <param name="Offset">Where the piece begins.</param>
    /// <param name="Length">How long it is, in bytes.</param>
    public sealed record Fetch(ulong Snapshot, int File, long Offset, int Length) : Frame(FrameType.Fetch);

    /// <summary>The replica is there.</summary>
    public sealed record ReplicaAlive() : Frame(FrameType.ReplicaAlive);

    /// <summary>The replica's last record is in the master's log: the records after it follow.</summary>
    /// <param name="ReplicationId">The id of the epoch of the master's last record.</param>
    /// <param name="End">The master's last record.</param>
    public sealed record Continue(string ReplicationId, LogIndex End) : Frame(FrameType.Continue);

    /// <summary>The replica has to take all data anew.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="DivergesAt">The first of the replica's records that is not the master's; 0 if that is not why.</param>
    public sealed record FullSync(string Reason, ulong DivergesAt) : Frame(FrameType.FullSync);

    /// <summary>
    /// The master's epochs, before a <see cref="FullSync"/> that does not say where the histories part: so that the replica can tell which of its records the
    /// master has not, and save them.
    /// </summary>
    /// <param name="Bytes">An <see cref="EpochList"/>.</param>
    public sealed record Epochs(Payload Bytes) : Frame(FrameType.Epochs)
    {
        /// <inheritdoc/>
        public override Payload Carried => Bytes;
    }

    /// <summary>The snapshot is not ready yet.</summary>
    /// <param name="Position">How many replicas are served before; 0: the snapshot is being made.</param>
    /// <param name="Text">What is waited for, in words.</param>
    public sealed record Waiting(int Position, string Text) : Frame(FrameType.Waiting);

    /// <summary>The snapshot is ready to be fetched.</summary>
    /// <param name="Snapshot">Names it in <see cref="Fetch"/> and <see cref="Chunk"/>.</param>
    /// <param name="Bytes">The manifest.</param>
    public sealed record Manifest(ulong Snapshot, Payload Bytes) : Frame(FrameType.Manifest)
    {
        /// <inheritdoc/>
        public override Payload Carried => Bytes;
    }

    /// <summary>A piece of a file of a snapshot.</summary>
    /// <param name="Snapshot">The snapshot that was asked for.</param>
    /// <param name="File">The file.</param>
    /// <param name="Offset">Where the piece begins.</param>
    /// <param name="FileCrc">With the last piece the CRC32C of the whole file, else 0.</param>
    /// <param name="IsLast">Whether the file ends with this piece.</param>
    /// <param name="Bytes">The piece.</param>
    public sealed record Chunk(ulong Snapshot, int File, long Offset, uint FileCrc, bool IsLast, Payload Bytes) : Frame(FrameType.Chunk)
    {
        /// <inheritdoc/>
        public override Payload Carried => Bytes;
    }

    /// <summary>Records of the log, whole, one behind the other, as they stand in the file.</summary>
    /// <param name="First">The index of the first.</param>
    /// <param name="Count">How many, at least one.</param>
    /// <param name="Bytes">The records.</param>
    public sealed record Records(ulong First, int Count, Payload Bytes) : Frame(FrameType.Records)
    {
        /// <inheritdoc/>
        public override Payload Carried => Bytes;
    }

    /// <summary>A part of a record that is larger than <see cref="WireLimits.MaxPayload"/>. The parts come in order, with no other records in between.</summary>
    /// <param name="Index">The record.</param>
    /// <param name="Total">The bytes of the whole record, header included.</param>
    /// <param name="Offset">Where in the record this part begins.</param>
    /// <param name="Bytes">The part.</param>
    public sealed record RecordPart(ulong Index, int Total, int Offset, Payload Bytes) : Frame(FrameType.RecordPart)
    {
        /// <inheritdoc/>
        public override Payload Carried => Bytes;
    }

    /// <summary>The master is there, and tells where its log stands.</summary>
    /// <param name="End">Its last record.</param>
    /// <param name="Durable">The last that a power cut leaves.</param>
    /// <param name="WallMs">Its clock, unix ms: the clock for data.</param>
    /// <param name="DigestIndex">The record up to which <paramref name="Digest"/> goes.</param>
    /// <param name="Digest">The running digest of the stream.</param>
    public sealed record MasterAlive(ulong End, ulong Durable, long WallMs, ulong DigestIndex, ulong Digest) : Frame(FrameType.MasterAlive);

    /// <summary>The master hands its role over: the replica becomes a master, and the master follows it. Said again until the replica has left the link.</summary>
    /// <param name="End">The last record of the master, whose log is closed: the replica must have it. 0: whatever it has is enough.</param>
    public sealed record Promote(ulong End) : Frame(FrameType.Promote);

    /// <summary>A message that a client of the master has published, for those who listen at the replica. Not of the log: it may be lost with the link.</summary>
    /// <param name="Behind">The last record of the master's log when it was published: those who hear of it see what was written before.</param>
    /// <param name="IsShard">Whether the channel is a shard channel.</param>
    /// <param name="ChannelLength">Bytes of the channel's name.</param>
    /// <param name="Bytes">The channel's name, and the message.</param>
    public sealed record Published(ulong Behind, bool IsShard, int ChannelLength, Payload Bytes) : Frame(FrameType.Published)
    {
        /// <inheritdoc/>
        public override Payload Carried => Bytes;
    }

    /// <summary>The last frame of a master that closes the link.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="WantsFullSync">Whether only a full sync helps the replica.</param>
    public sealed record Bye(string Reason, bool WantsFullSync) : Frame(FrameType.Bye);
}
