using Akka.Actor;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication;

/// <summary>
/// One connection between a master and a replica, as the actors see it: frames out by <see cref="Send"/>, frames in as <see cref="LinkEvent"/>s to its owner. The
/// link itself is the name of the connection: an event of another link than the present one is late, and only its frame is to be released.
/// </summary>
internal interface IReplicationLink
{
    /// <summary><c>ip:port</c> of the other side; before the link is open, what was asked for.</summary>
    string Remote { get; }

    /// <summary>
    /// The number that the replica has chosen for this connection: what is received with another is ignored. A master learns it from the first
    /// frame, and it is 0 until then.
    /// </summary>
    ulong Session { get; }

    /// <summary>Bytes of the frames that the other side, or the system's own buffer, has not taken yet.</summary>
    long UnsentBytes { get; }

    /// <summary>How many received frames were ignored because they were of another session.</summary>
    long ForeignFrames { get; }

    /// <summary>
    /// Sends a frame, after those before. Returns at once; any thread. The frame and what it carries belong to the link from here on, also when the
    /// link is closed and drops it. More than may wait closes the link.
    /// </summary>
    void Send(Frame frame);

    /// <summary>Has another actor told of what comes from now on. What was told before is not told again. Any thread.</summary>
    void HandOver(IActorRef owner);

    /// <summary>
    /// Ends the link, in whatever state it is; any thread, and more than once. Frames sent before go out if the connection takes them at once. The owner is told
    /// <see cref="LinkEvent.Closed"/>, with the first reason.
    /// </summary>
    /// <param name="reason">In words, without a full stop.</param>
    void Close(string reason);
}
