using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.TestKit.Internal;

/// <summary>A local reference that lets the test at the instance.</summary>
internal sealed class InternalTestActorRef(
    ActorSystemImpl system,
    Props props,
    MessageDispatcher dispatcher,
    MailboxType mailboxType,
    IInternalActorRef supervisor,
    ActorPath path
) : LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path)
{
    private static long _names;

    /// <exception cref="IllegalActorStateException">The actor could not be made, or has ended.</exception>
    public ActorBase UnderlyingActor =>
        Underlying.Actor ?? throw new IllegalActorStateException($"{this} has no instance: it could not be made, or it has ended");

    public static InternalTestActorRef Create(ActorSystem system, Props props, IActorRef? supervisor, string? name)
    {
        var parent =
            supervisor is null ? ((ExtendedActorSystem)system).Guardian
            : supervisor is TestProbe probe ? probe.Ref
            : supervisor;
        var testProps = (props.Dispatcher.Length == 0 ? props.WithDispatcher(CallingThreadDispatcher.Id) : props).WithRouterFactory(
            Factory.Instance
        );
        var cell = ((ActorRefWithCell)parent).Underlying;
        return (InternalTestActorRef)
            cell.AttachChild(testProps, systemService: false, name ?? $"test-actor-{Interlocked.Increment(ref _names)}");
    }

    public void Receive(object message, IActorRef? sender) => Underlying.ReceiveHere(message, sender);

    /// <summary>Makes this reference where the system would make an ordinary one.</summary>
    private sealed class Factory : IRouterFactory
    {
        public static readonly Factory Instance = new();

        public IInternalActorRef NewRouter(
            ActorSystemImpl system,
            Props props,
            MessageDispatcher dispatcher,
            MailboxType mailboxType,
            IInternalActorRef supervisor,
            ActorPath path
        ) => new InternalTestActorRef(system, props.WithRouterFactory(null), dispatcher, mailboxType, supervisor, path);
    }
}
