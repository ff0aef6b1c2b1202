using Akka.Actor;
using Akka.Event;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication.Following;

/// <summary><see cref="MasterLink"/>, for those who have some of its states. Called within its messages only.</summary>
internal interface IMasterLink
{
    /// <summary>The replica.</summary>
    PikaNode Node { get; }

    /// <summary>What is told of the link.</summary>
    MasterBoard Board { get; }

    /// <summary>Who gets the messages.</summary>
    IActorRef Actor { get; }

    /// <summary>Who decides on the role.</summary>
    IActorRef Parent { get; }

    /// <summary>The timers of the actor.</summary>
    ITimerScheduler Timers { get; }

    /// <summary>What the link says.</summary>
    ILoggingAdapter Log { get; }

    /// <summary>The connection; its <see cref="MasterConnection.Close"/> leaves the state as it is.</summary>
    MasterConnection Connection { get; }

    /// <summary>Goes over to another state.</summary>
    /// <param name="state">What it does with a message.</param>
    void Become(Action<object> state);

    /// <summary>Closes the connection, because what the master does or sends is wrong, or because the node cannot take it. It is tried again.</summary>
    /// <param name="anew">Whether only new data helps.</param>
    void Fail(string reason, bool anew = false);

    /// <summary>A frame has no place in the present state: lets go of it, and fails.</summary>
    void Refuse(Frame frame);

    /// <summary>Nothing more is done.</summary>
    void End(string reason);
}
