using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Makes the actors of a system in this process, and its three guardians.</summary>
internal sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly ActorSystemImpl _system;
    private long _nextTemp;

    public LocalActorRefProvider(ActorSystemImpl system)
    {
        _system = system;
        DefaultAddress = new Address("akka", system.Name);
        RootPath = new RootActorPath(DefaultAddress);
        DeadLetters = new DeadLetterActorRef(this, RootPath / "deadLetters", system.EventStream);
        TempContainer = new EmptyLocalActorRef(this, RootPath / "temp", system.EventStream);
    }

    public IInternalActorRef RootGuardian { get; private set; } = null!;

    public LocalActorRef Guardian { get; private set; } = null!;

    public LocalActorRef SystemGuardian { get; private set; } = null!;

    public IActorRef DeadLetters { get; }

    public ActorPath RootPath { get; }

    public Settings Settings => _system.Settings;

    public Address DefaultAddress { get; }

    public IInternalActorRef TempContainer { get; }

    public ActorPath TempPath() => TempContainer.Path / ("$" + Interlocked.Increment(ref _nextTemp).ToBase64());

    /// <summary>Makes <c>/</c>, <c>/system</c> and <c>/user</c>. They run on a dispatcher of their own, so that users' actors cannot hold them up.</summary>
    public void Start()
    {
        var strategy = SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create();
        var root = new LocalActorRef(
            _system,
            GuardianProps<RootGuardianActor>(SupervisorStrategy.StoppingStrategy),
            InternalDispatcher,
            DefaultMailbox,
            new RootSupervisor(this),
            RootPath
        );
        RootGuardian = root;
        root.Start();
        SystemGuardian = (LocalActorRef)
            root.Cell.AttachChild(GuardianProps<GuardianActor>(SupervisorStrategy.DefaultStrategy), systemService: true, "system");
        Guardian = (LocalActorRef)root.Cell.AttachChild(GuardianProps<GuardianActor>(strategy), systemService: true, "user");
    }

    public IActorRef ResolveActorRef(string path) => ActorPath.TryParse(path, out var parsed) ? ResolveActorRef(parsed) : DeadLetters;

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (!actorPath.Address.Equals(DefaultAddress))
            return DeadLetters;
        var found = ((LocalActorRef)RootGuardian).GetChild(actorPath.Elements);
        var alive = !found.IsNobody() && (actorPath.Uid == 0 || found.Path.Uid == actorPath.Uid);
        return alive ? found : new EmptyLocalActorRef(this, actorPath, _system.EventStream);
    }

    IInternalActorRef IActorRefProvider.ActorOf(
        ActorSystemImpl system,
        Props props,
        IInternalActorRef supervisor,
        ActorPath path,
        bool systemService
    )
    {
        var dispatcher = systemService && props.Dispatcher.Length == 0 ? InternalDispatcher : system.Dispatchers.For(props);
        var mailboxType = system.Mailboxes.For(props, dispatcher.Configurator.Config);
        return props.Router is { } router
            ? router.NewRouter(system, props, dispatcher, mailboxType, supervisor, path)
            : new LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path);
    }

    private MessageDispatcher InternalDispatcher => _system.Dispatchers.InternalDispatcher;

    private MailboxType DefaultMailbox => _system.Mailboxes.Lookup(Dispatch.Mailboxes.DefaultMailboxId);

    private static Props GuardianProps<TActor>(SupervisorStrategy strategy)
        where TActor : ActorBase, new() => Props.Create<TActor>(strategy);

    /// <summary>Stands above the root: when the root is gone, the system is.</summary>
    private sealed class RootSupervisor(LocalActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path { get; } = provider.RootPath / "_Root-guardian-supervisor";

        public override IActorRefProvider Provider => provider;

        public override void SendSystemMessage(Dispatch.SysMsg.ISystemMessage message)
        {
            switch (message)
            {
                case Dispatch.SysMsg.Failed failed:
                    ((IInternalActorRef)failed.Child).Stop();
                    break;
                case Dispatch.SysMsg.DeathWatchNotification:
                    provider._system.OnRootTerminated();
                    break;
            }
        }
    }
}
