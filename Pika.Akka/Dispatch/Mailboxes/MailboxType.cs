using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>Makes the queue of an actor's mailbox; named by <c>mailbox-type</c> in HOCON.</summary>
public abstract class MailboxType
{
    protected MailboxType(Settings settings, Config config)
    {
        Settings = settings;
        Config = config;
    }

    protected Settings Settings { get; }

    protected Config Config { get; }

    public abstract IMessageQueue Create(IActorRef owner, ActorSystem system);
}

/// <summary>First in, first out, without a bound; the default.</summary>
public sealed class UnboundedMailbox(Settings settings, Config config) : MailboxType(settings, config)
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedMessageQueue();
}

/// <summary>First in, first out, with <c>mailbox-capacity</c> and <c>mailbox-push-timeout-time</c>.</summary>
public sealed class BoundedMailbox : MailboxType
{
    public BoundedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
        Capacity = config.GetInt("mailbox-capacity", 1000);
        PushTimeout = config.GetTimeSpan("mailbox-push-timeout-time", TimeSpan.FromSeconds(10));
        if (Capacity <= 0)
            throw new ConfigurationException("The capacity for BoundedMailbox must be positive");
    }

    public int Capacity { get; }

    /// <summary>How long a sender waits for room before its message becomes a dead letter.</summary>
    public TimeSpan PushTimeout { get; }

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new BoundedMessageQueue(Capacity, PushTimeout);
}
