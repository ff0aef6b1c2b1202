using System.Text.RegularExpressions;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The actor system of this process.</summary>
internal sealed partial class ActorSystemImpl : ExtendedActorSystem, IDispatcherPrerequisites
{
    private readonly LocalActorRefProvider _provider;
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> _onTermination = [];
    private readonly SystemExtensions _extensions;
    private int _terminating;

    public ActorSystemImpl(string name, Config config)
    {
        if (!ValidName().IsMatch(name))
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}]: it must consist of letters, digits, '-' and '_' and begin with a letter or digit",
                nameof(name)
            );
        Name = name;
        Settings = new Settings(this, config);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.SetLogLevel(Logging.LogLevelFor(Settings.StdoutLogLevel));
        Log = new BusLogging(EventStream, $"ActorSystem({name})", typeof(ActorSystem), DefaultLogMessageFormatter.Instance);
        Scheduler = NewScheduler();
        Mailboxes = new Mailboxes(this);
        Dispatchers = new Dispatchers(this, this);
        _provider = new LocalActorRefProvider(this);
        _extensions = new SystemExtensions(this);
    }

    public override Settings Settings { get; }

    public override string Name { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters => _provider.DeadLetters;

    public override Dispatchers Dispatchers { get; }

    public override Mailboxes Mailboxes { get; }

    public override ILoggingAdapter Log { get; }

    public override IScheduler Scheduler { get; }

    public override Task WhenTerminated => _terminated.Task;

    public override IActorRefProvider Provider => _provider;

    public override IInternalActorRef LookupRoot => _provider.RootGuardian;

    public override IInternalActorRef Guardian => _provider.Guardian;

    public override IInternalActorRef SystemGuardian => _provider.SystemGuardian;

    public void Start()
    {
        StartTime = Scheduler.MonotonicClock;
        _provider.Start();
        new SystemLoggers(this).Start();
        if (Settings.LogConfigOnStart)
            Log.Info(Settings.ToString());
        _extensions.LoadConfigured();
    }

    public override IActorRef ActorOf(Props props, string? name = null) =>
        _provider.Guardian.Cell.AttachChild(props, systemService: false, name);

    public override IActorRef SystemActorOf(Props props, string? name = null) =>
        _provider.SystemGuardian.Cell.AttachChild(props, systemService: true, name);

    public override IActorRef SystemActorOf<TActor>(string? name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this, LookupRoot);

    public override void Stop(IActorRef actor)
    {
        var parent = (actor as IInternalActorRef)?.Parent;
        if (parent is LocalActorRef { Cell: var cell } && (ReferenceEquals(parent, Guardian) || ReferenceEquals(parent, SystemGuardian)))
            cell.Stop(actor);
        else
            ((IInternalActorRef)actor).Stop();
    }

    public override Task Terminate()
    {
        if (Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate"))
            _ = CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            _ = FinalTerminate();
        return WhenTerminated;
    }

    /// <summary>Ends the system at once, without the phases before.</summary>
    internal Task FinalTerminate()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 0)
        {
            Log.Debug("System shutdown initiated");
            if (!Settings.LogDeadLettersDuringShutdown && SystemLoggers.DeadLetterListener(this) is { } listener)
                Stop(listener);
            _provider.RootGuardian.Tell(RootGuardianActor.Shutdown.Instance, ActorRefs.NoSender);
        }

        return WhenTerminated;
    }

    public override void RegisterOnTermination(Action code)
    {
        lock (_onTermination)
        {
            if (!_terminated.Task.IsCompleted)
            {
                _onTermination.Add(code);
                return;
            }
        }

        throw new InvalidOperationException("ActorSystem already terminated.");
    }

    public override object RegisterExtension(IExtensionId extension) => _extensions.Register(extension);

    public override object GetExtension(IExtensionId extensionId) =>
        _extensions.TryGet(extensionId.ExtensionType, out var extension)
            ? extension
            : throw new ArgumentException($"No extension {extensionId.ExtensionType} is registered");

    public override T GetExtension<T>() => _extensions.TryGet(typeof(T), out var extension) ? (T)extension : null!;

    public override bool HasExtension(Type type) => _extensions.TryGet(type, out _);

    public override bool HasExtension<T>() => HasExtension(typeof(T));

    public override bool TryGetExtension(Type extensionType, out object extension) => _extensions.TryGet(extensionType, out extension);

    public override bool TryGetExtension<T>(out T extension)
    {
        extension = GetExtension<T>();
        return extension is not null;
    }

    internal IStash NewStash(ActorCell cell, ActorBase actor) =>
        new ActorStash(cell, actor is IWithUnboundedStash ? -1 : Mailboxes.StashCapacity(cell.Props, cell.Dispatcher.Configurator.Config));

    /// <summary>The last actor has ended: runs what was registered, and ends the threads.</summary>
    internal void OnRootTerminated()
    {
        List<Action> actions;
        lock (_onTermination)
        {
            actions = [.. Enumerable.Reverse(_onTermination)];
            _onTermination.Clear();
        }

        foreach (var action in actions)
        {
            try
            {
                action();
            }
            catch (Exception cause)
            {
                Log.Error(cause, "A termination hook failed");
            }
        }

        (Scheduler as IDisposable)?.Dispose();
        Dispatchers.Shutdown();
        _terminated.TrySetResult();
    }

    private IScheduler NewScheduler()
    {
        var type =
            TypeNames.Find(Settings.SchedulerClass)
            ?? throw new ConfigurationException($"akka.scheduler.implementation = '{Settings.SchedulerClass}': no such type");
        return (IScheduler)Activator.CreateInstance(type, Settings.Config.GetConfig("akka.scheduler"), Log)!;
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9-_]*$")]
    private static partial Regex ValidName();
}
