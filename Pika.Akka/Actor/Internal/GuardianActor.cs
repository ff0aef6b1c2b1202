using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary><c>/user</c> and <c>/system</c>: they only supervise.</summary>
internal sealed class GuardianActor : UntypedActor
{
    protected override void OnReceive(object message) => Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);

    // The children are what a guardian is for: they outlive its restart.
    protected override void PreRestart(Exception reason, object message) { }
}

/// <summary><c>/</c>: ends the users' actors before the system's.</summary>
internal sealed class RootGuardianActor : UntypedActor
{
    /// <summary>Sent when the system is to end.</summary>
    public sealed class Shutdown
    {
        public static readonly Shutdown Instance = new();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Shutdown:
                Context.Watch(Context.Child("user"));
                Context.Stop(Context.Child("user"));
                break;
            case Terminated { ActorRef.Path.Name: "user" }:
                Context.Stop(Self);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }
    }
}
