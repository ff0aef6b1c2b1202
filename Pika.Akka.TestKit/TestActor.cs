using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>The messages that steer a test actor.</summary>
public static class TestActor
{
    /// <summary>Whether a message is dropped unseen.</summary>
    public delegate bool Ignore(object message);

    /// <summary>Keeps the present pilot.</summary>
    public static AutoPilot KeepRunning => AutoPilot.KeepRunning;

    /// <summary>Ends automatic handling.</summary>
    public static AutoPilot NoAutoPilot => AutoPilot.NoAutoPilot;

    /// <summary>Stands for "nothing was received".</summary>
    public static NullMessageEnvelope NullMessage => NullMessageEnvelope.Instance;

    /// <summary>Replaces the pilot.</summary>
    public class SetAutoPilot(AutoPilot autoPilot) : INoSerializationVerificationNeeded
    {
        /// <summary>The new pilot.</summary>
        public AutoPilot AutoPilot { get; } = autoPilot;
    }

    /// <summary>Replaces the filter of ignored messages; null ignores none.</summary>
    public class SetIgnore(Ignore? ignore) : INoSerializationVerificationNeeded
    {
        /// <summary>The new filter.</summary>
        public Ignore? Ignore { get; } = ignore;
    }

    /// <summary>Makes the test actor watch another actor.</summary>
    public class Watch(IActorRef actorToWatch) : INoSerializationVerificationNeeded
    {
        /// <summary>Whom to watch.</summary>
        public IActorRef Actor { get; } = actorToWatch;
    }

    /// <summary>Makes it stop watching.</summary>
    public class Unwatch(IActorRef actorToUnwatch) : INoSerializationVerificationNeeded
    {
        /// <summary>Whom to watch no longer.</summary>
        public IActorRef Actor { get; } = actorToUnwatch;
    }

    internal static Props PropsFor(MessageQueue queue) => Props.Create(() => new InternalTestActor(queue));
}
