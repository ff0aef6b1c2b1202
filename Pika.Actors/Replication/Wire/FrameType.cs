namespace Pika.Actors.Replication.Wire;

/// <summary>The kinds of frames, by their number on the wire: below 16 from replica to master, from 16 on from master to replica.</summary>
internal enum FrameType : byte
{
    /// <summary><see cref="Frame.TrySync"/>.</summary>
    TrySync = 1,

    /// <summary><see cref="Frame.Ack"/>.</summary>
    Ack = 2,

    /// <summary><see cref="Frame.Fetch"/>.</summary>
    Fetch = 3,

    /// <summary><see cref="Frame.ReplicaAlive"/>.</summary>
    ReplicaAlive = 4,

    /// <summary><see cref="Frame.Continue"/>.</summary>
    Continue = 16,

    /// <summary><see cref="Frame.FullSync"/>.</summary>
    FullSync = 17,

    /// <summary><see cref="Frame.Waiting"/>.</summary>
    Waiting = 18,

    /// <summary><see cref="Frame.Manifest"/>.</summary>
    Manifest = 19,

    /// <summary><see cref="Frame.Chunk"/>.</summary>
    Chunk = 20,

    /// <summary><see cref="Frame.Records"/>.</summary>
    Records = 21,

    /// <summary><see cref="Frame.RecordPart"/>.</summary>
    RecordPart = 22,

    /// <summary><see cref="Frame.MasterAlive"/>.</summary>
    MasterAlive = 23,

    /// <summary><see cref="Frame.Bye"/>.</summary>
    Bye = 24,

    /// <summary><see cref="Frame.Promote"/>.</summary>
    Promote = 25,

    /// <summary><see cref="Frame.Epochs"/>.</summary>
    Epochs = 26,

    /// <summary><see cref="Frame.Published"/>.</summary>
    Published = 27,
}

/// <summary>Who sends a frame.</summary>
internal enum FrameSender
{
    /// <summary>The replica, to its master.</summary>
    Replica,

    /// <summary>The master, to a replica.</summary>
    Master,
}
