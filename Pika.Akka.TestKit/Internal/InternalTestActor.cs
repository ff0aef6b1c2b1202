using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>The actor behind <see cref="TestKitBase.TestActor"/>: puts what it receives into a queue that the test reads.</summary>
internal sealed class InternalTestActor(MessageQueue queue) : ActorBase
{
    private AutoPilot? _pilot;
    private TestActor.Ignore? _ignore;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case TestActor.SetIgnore set:
                _ignore = set.Ignore;
                break;
            case TestActor.SetAutoPilot set:
                _pilot = set.AutoPilot;
                break;
            case TestActor.Watch watch:
                Context.Watch(watch.Actor);
                break;
            case TestActor.Unwatch unwatch:
                Context.Unwatch(unwatch.Actor);
                break;
            case SpawnChild spawn:
                Sender.Tell(Context.ActorOf(spawn.Props, spawn.Name));
                break;
            default:
                Observe(message);
                break;
        }
        return true;
    }

    private void Observe(object message)
    {
        if (_pilot is not null)
        {
            var next = _pilot.Run(Sender, message);
            if (next is not KeepRunning)
                _pilot = next is NoAutoPilot ? null : next;
        }
        if (_ignore is null || !_ignore(message))
            queue.Enqueue(new RealMessageEnvelope(message, Sender));
    }

    /// <summary>Makes a child of the test actor; answered with its reference.</summary>
    internal sealed record SpawnChild(Props Props, string? Name) : INoSerializationVerificationNeeded;
}
