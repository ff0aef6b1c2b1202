using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Where messages end that no actor will process: it publishes them as <see cref="DeadLetter"/> on the event stream.</summary>
public class DeadLetterActorRef : EmptyLocalActorRef
{
    public DeadLetterActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
        : base(provider, path, eventStream) { }

    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null!), ActorRefs.NoSender);
                break;
            case DeadLetter letter:
                if (!SpecialHandle(letter.Message, letter.Sender))
                    Publish(letter);
                break;
            default:
                if (!SpecialHandle(message, sender))
                    Publish(new DeadLetter(message, sender ?? this, this));
                break;
        }
    }

    private void Publish(DeadLetter letter)
    {
        if (letter.Message is IDeadLetterSuppression quiet)
            EventStream.Publish(new SuppressedDeadLetter(quiet, letter.Sender, letter.Recipient));
        else
            EventStream.Publish(letter);
    }

    protected override bool SpecialHandle(object message, IActorRef sender) =>
        message is DeathWatchNotification || base.SpecialHandle(message, sender);
}
