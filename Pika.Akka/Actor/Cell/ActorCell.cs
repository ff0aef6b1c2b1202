using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// What is around an actor: mailbox, children, watches, behavior. It outlives the incarnations of its actor. All but sending runs on one thread at a time.
/// </summary>
public partial class ActorCell : IUntypedActorContext
{
    private readonly ActorSystemImpl _system;
    private readonly IInternalActorRef _self;

    /// <summary>The present incarnation; null before the first and between two.</summary>
    private ActorBase? _actor;

    /// <summary>Null when the sender is outside of any actor.</summary>
    private IActorRef? _sender;

    private volatile bool _terminated;

    internal ActorCell(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        _system = system;
        _self = self;
        Props = props;
        Dispatcher = dispatcher;
        Parent = parent;
    }

    public Props Props { get; }

    public MessageDispatcher Dispatcher { get; }

    public IInternalActorRef Parent { get; }

    IActorRef IActorContext.Parent => Parent;

    public IActorRef Self => _self;

    public ActorSystem System => _system;

    internal ActorSystemImpl SystemImpl => _system;

    internal Mailbox Mailbox { get; private set; } = null!;

    /// <summary>The actor's present incarnation.</summary>
    internal ActorBase? Actor => _actor;

    /// <summary>For the log: the actor's type, known even while there is no incarnation.</summary>
    internal Type ActorType => _actor?.GetType() ?? Props.Type;

    internal bool IsTerminated => _terminated;

    /// <summary>The message in progress; kept after a failure, for PreRestart to see.</summary>
    internal object? CurrentMessage { get; private set; }

    public IActorRef Sender => _sender ?? _system.DeadLetters;

    public int NumberOfMessages => Mailbox.MessageQueue.Count;

    /// <summary>Counts the messages processed.</summary>
    internal long Turn { get; private set; }

    /// <summary>The sender and message in progress, as one.</summary>
    internal Envelope CurrentEnvelope => new(CurrentMessage!, _sender!);

    internal static ActorCell? Current => InternalCurrentActorCellKeeper.Current;

    internal void Init(MailboxType mailboxType)
    {
        Mailbox = new Mailbox(mailboxType.Create(_self, _system));
        Mailbox.SetActor(this, Dispatcher);
        Mailbox.EnqueueSystem(new Create(failure: null));
    }

    internal void Start() => Dispatcher.Attach(this);

    public void Stop() => SendSystemMessage(new Terminate());

    internal void Suspend() => SendSystemMessage(new Suspend());

    internal void Resume(Exception? causedByFailure) => SendSystemMessage(new Resume(causedByFailure));

    internal void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    /// <summary>Puts a message into the mailbox; a router's cell passes it on instead.</summary>
    public virtual void SendMessage(Envelope message) => Dispatcher.Dispatch(this, message);

    public virtual void SendMessage(IActorRef sender, object message) => SendMessage(new Envelope(message, sender));

    public virtual void SendSystemMessage(ISystemMessage systemMessage) => Dispatcher.SystemDispatch(this, (SystemMessage)systemMessage);

    /// <summary>Processes one message. Whatever the actor throws becomes its supervisor's business.</summary>
    internal void Invoke(object message, IActorRef? sender)
    {
        Turn++;
        CurrentMessage = message;
        _sender = sender;
        try
        {
            if (_receiveTimeout is not null)
                BeforeMessage(message);
            if (message is IAutoReceivedMessage)
                AutoReceive(message);
            else
                ReceiveMessage(message);
            if (_receiveTimeout is not null)
                AfterMessage(message);
            if (_runningTasks == 0)
                CurrentMessage = null;
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
    }

    internal void SystemInvoke(SystemMessage message)
    {
        try
        {
            switch (message)
            {
                case Create create:
                    OnCreate(create.Failure);
                    break;
                case Recreate recreate:
                    FaultRecreate(recreate.Cause);
                    break;
                case Akka.Dispatch.SysMsg.Suspend:
                    FaultSuspend();
                    break;
                case Resume resume:
                    FaultResume(resume.CausedByFailure);
                    break;
                case Akka.Dispatch.SysMsg.Terminate:
                    Terminate();
                    break;
                case Failed failed:
                    HandleFailed(failed);
                    break;
                case DeathWatchNotification notification:
                    WatchedActorTerminated(notification.Actor, notification.ExistenceConfirmed, notification.AddressTerminated);
                    break;
                case Watch watch:
                    AddWatcher(watch.Watchee, watch.Watcher);
                    break;
                case Unwatch unwatch:
                    RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                    break;
                case ActorTaskSchedulerMessage continuation:
                    continuation.Run();
                    break;
            }
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
    }

    /// <summary>Hands a message to the actor's present behavior.</summary>
    public void ReceiveMessage(object message)
    {
        if (!_actor!.InvokeAroundReceive(_behavior!, message))
            _actor.InvokeUnhandled(message);
    }

    /// <summary>Has the actor handle a message on this thread, past its mailbox; what it throws comes back. For tests of one actor.</summary>
    internal void ReceiveHere(object message, IActorRef? sender)
    {
        var outer = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = this;
        Turn++;
        CurrentMessage = message;
        _sender = sender;
        try
        {
            ReceiveMessage(message);
        }
        finally
        {
            CurrentMessage = null;
            InternalCurrentActorCellKeeper.Current = outer;
        }
    }

    /// <summary>For a message that came, or was left, after the actor's end.</summary>
    internal void DeadLetter(in Envelope envelope)
    {
        // A subscriber of dead letters that has ended must not make more of them.
        if (envelope.Message is AllDeadLetters)
            return;
        var letter = new DeadLetter(envelope.Message, envelope.Sender ?? _system.DeadLetters, Self);
        _system.DeadLetters.Tell(letter, envelope.Sender!);
    }

    internal void DeadLetter(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch when watch.Watchee.Equals(Self) && !watch.Watcher.Equals(Self):
                watch.Watcher.SendSystemMessage(
                    new DeathWatchNotification(watch.Watchee, existenceConfirmed: true, addressTerminated: false)
                );
                break;
            case DeathWatchNotification or IDeadLetterSuppression or Akka.Dispatch.SysMsg.Unwatch or Akka.Dispatch.SysMsg.Watch:
            case Akka.Dispatch.SysMsg.Suspend or Akka.Dispatch.SysMsg.Resume or Create:
                break;
            default:
                _system.DeadLetters.Tell(message, Self);
                break;
        }
    }

    private void OnCreate(Exception? failure)
    {
        try
        {
            if (failure is not null)
                throw failure;
            _actor = NewActor();
            _actor.InvokePreStart();
            Trace("started");
        }
        catch (Exception cause)
        {
            DiscardActor();
            throw cause is ActorInitializationException
                ? cause
                : new ActorInitializationException(Self, "Exception during creation", Unwrap(cause));
        }
    }

    /// <summary>A constructor called by reflection wraps what it throws.</summary>
    private static Exception Unwrap(Exception cause) =>
        cause is global::System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : cause;

    private void AutoReceive(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case PoisonPill:
                Stop();
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self);
                break;
            case ActorSelectionMessage selection:
                ReceiveSelection(selection);
                break;
            case TimerScheduler.TimerMessage fired:
                ReceiveTimer(fired);
                break;
            default:
                ReceiveMessage(message);
                break;
        }
    }

    private void ReceiveTimer(TimerScheduler.TimerMessage fired)
    {
        if (_timers?.Accept(fired) is not { } message)
            return;
        CurrentMessage = message;
        if (message is IAutoReceivedMessage)
            AutoReceive(message);
        else
            ReceiveMessage(message);
    }

    private void ReceiveSelection(ActorSelectionMessage selection)
    {
        if (selection.Elements.Length == 0)
            Invoke(selection.Message, _sender);
        else
            Akka.Actor.ActorSelection.Deliver(_self, _sender, selection);
    }

    private void Trace(string what)
    {
        if (_system.Settings.DebugLifecycle)
            _system.EventStream.Publish(new Event.Debug(Self.Path.ToString(), _actor?.GetType() ?? typeof(ActorCell), what));
    }
}
