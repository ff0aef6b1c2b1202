using Akka.Dispatch;

namespace Akka.Actor.Internal;

/// <summary>Makes the reference of a router; how Akka.Routing takes its place in <see cref="Props"/>.</summary>
internal interface IRouterFactory
{
    /// <summary>Makes the router at <paramref name="path"/>; it is started by the caller.</summary>
    IInternalActorRef NewRouter(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        MailboxType mailboxType,
        IInternalActorRef supervisor,
        ActorPath path
    );
}
