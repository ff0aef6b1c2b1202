using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The handle of a path without an actor: it answers Identify and Watch as a dead actor would, the rest goes to dead letters.</summary>
public class EmptyLocalActorRef : MinimalActorRef
{
    public EmptyLocalActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
    {
        Provider = provider;
        Path = path;
        EventStream = eventStream;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override bool IsTerminated => true;

    protected EventStream EventStream { get; }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is DeadLetter letter)
            SpecialHandle(letter.Message, letter.Sender);
        else if (!SpecialHandle(message, sender))
            EventStream.Publish(new DeadLetter(message, sender ?? Provider.DeadLetters, this));
    }

    public override void SendSystemMessage(ISystemMessage message) => SpecialHandle(message, Provider.DeadLetters);

    protected virtual bool SpecialHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Watch watch:
                if (watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
                    watch.Watcher.SendSystemMessage(
                        new DeathWatchNotification(watch.Watchee, existenceConfirmed: false, addressTerminated: false)
                    );
                return true;
            case Unwatch:
                return true;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null!), ActorRefs.NoSender);
                return true;
            case ActorSelectionMessage selection:
                if (selection.Message is Identify request)
                    sender?.Tell(new ActorIdentity(request.MessageId, null!), ActorRefs.NoSender);
                else
                    EventStream.Publish(new DeadLetter(selection.Message, sender ?? Provider.DeadLetters, this));
                return true;
            default:
                return false;
        }
    }
}
