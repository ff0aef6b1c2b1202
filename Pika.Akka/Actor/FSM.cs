using Akka.Event;
using Akka.Pattern;
using Akka.Routing;

namespace Akka.Actor;

/// <summary>
/// An actor that is a state machine: <typeparamref name="TState"/> names its states, <typeparamref name="TData"/> is what it remembers.
/// The constructor declares StartWith and one When per state, and ends with <see cref="Initialize"/>.
/// </summary>
public abstract class FSM<TState, TData> : FSMBase, IListeners
    where TState : notnull
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<TState, StateFunction> _stateFunctions = [];
    private readonly Dictionary<TState, TimeSpan?> _stateTimeouts = [];
    private readonly List<TransitionHandler> _transitionHandlers = [];
    private FsmTimers? _timers;
    private StateFunction? _unhandled;
    private Action<StopEvent<TState, TData>>? _terminationHandler;
    private State<TState, TData>? _currentState;

    /// <summary>Set only while the transition handlers run.</summary>
    private State<TState, TData>? _nextState;

    /// <summary>The running state timeout, if any.</summary>
    private ICancelable? _stateTimeout;

    /// <summary>Grows with each received message, so that a state timeout already in the mailbox is recognised as stale.</summary>
    private long _generation;

    /// <summary>Logs each event that was handled, at debug level.</summary>
    protected bool DebugEvent;

    /// <summary>For the subclass.</summary>
    protected FSM()
    {
        DebugEvent = Context.System.Settings.FsmDebugEvent;
    }

    /// <summary>Handles an event in one state; null means that it does not.</summary>
    public delegate State<TState, TData>? StateFunction(Event<TData> fsmEvent);

    /// <summary>Hears of a transition.</summary>
    public delegate void TransitionHandler(TState initialState, TState nextState);

    /// <summary>Who hears of transitions.</summary>
    public ListenerSupport Listeners { get; } = new();

    /// <summary>The present state.</summary>
    /// <exception cref="IllegalStateException">StartWith has not been called.</exception>
    public TState StateName => Started().StateName;

    /// <summary>The present data.</summary>
    /// <exception cref="IllegalStateException">StartWith has not been called.</exception>
    public TData StateData => Started().StateData;

    /// <summary>The data of the state being entered; for transition handlers only.</summary>
    /// <exception cref="InvalidOperationException">No transition is under way.</exception>
    public TData NextStateData =>
        _nextState is null
            ? throw new InvalidOperationException("NextStateData is only available during OnTransition")
            : _nextState.StateData;

    private FsmTimers Timers => _timers ??= new FsmTimers(Self, Context.System.Scheduler);

    /// <summary>Names the first state.</summary>
    public void StartWith(TState stateName, TData stateData, TimeSpan? timeout = null) =>
        _currentState = new State<TState, TData>(stateName, stateData, timeout);

    /// <summary>Declares how events are handled in a state; a second declaration is asked when the first returns null.</summary>
    /// <param name="stateName">The state.</param>
    /// <param name="func">Its handler.</param>
    /// <param name="timeout">After so long without a message, the state gets <see cref="FSMBase.StateTimeout"/>.</param>
    public void When(TState stateName, StateFunction func, TimeSpan? timeout = null)
    {
        if (_stateFunctions.TryGetValue(stateName, out var earlier))
        {
            _stateFunctions[stateName] = e => earlier(e) ?? func(e);
            _stateTimeouts[stateName] = timeout ?? _stateTimeouts[stateName];
        }
        else
        {
            _stateFunctions[stateName] = func;
            _stateTimeouts[stateName] = timeout;
        }
    }

    /// <summary>Handles what no state function did; by default it is logged as a warning.</summary>
    public void WhenUnhandled(StateFunction stateFunction)
    {
        var earlier = _unhandled;
        _unhandled = earlier is null ? stateFunction : e => earlier(e) ?? stateFunction(e);
    }

    /// <summary>Adds a handler that is called at each transition, in the order of adding.</summary>
    public void OnTransition(TransitionHandler transitionHandler) => _transitionHandlers.Add(transitionHandler);

    /// <summary>Sets the handler that is called once, when the machine stops.</summary>
    public void OnTermination(Action<StopEvent<TState, TData>> terminationHandler) => _terminationHandler = terminationHandler;

    /// <summary>Enters the first state and starts its timeout; to be called last in the constructor.</summary>
    /// <exception cref="IllegalStateException">StartWith has not been called.</exception>
    public void Initialize() => MakeTransition(Started());

    /// <summary>Goes to another state, with the same data unless Using says otherwise.</summary>
    public State<TState, TData> GoTo(TState nextStateName) => new(nextStateName, Started().StateData);

    /// <summary>Stays in the present state; handlers and listeners hear nothing of it.</summary>
    public State<TState, TData> Stay() => GoTo(Started().StateName).WithNotification(false);

    /// <summary>Stops with reason <see cref="FSMBase.Normal"/>.</summary>
    public State<TState, TData> Stop() => Stop(Normal.Instance);

    /// <summary>Stops.</summary>
    public State<TState, TData> Stop(Reason reason) => Stop(reason, Started().StateData);

    /// <summary>Stops with these data.</summary>
    public State<TState, TData> Stop(Reason reason, TData stateData) => Stay().Using(stateData).WithStopReason(reason);

    /// <summary>A state function whose result can be worked on once more by Using.</summary>
    public sealed class TransformHelper(StateFunction func)
    {
        /// <summary>The first function.</summary>
        public StateFunction Func { get; } = func;

        /// <summary>Applies <paramref name="andThen"/> to what the first function returns.</summary>
        public StateFunction Using(Func<State<TState, TData>, State<TState, TData>> andThen) =>
            e => Func(e) is { } result ? andThen(result) : null;
    }

    /// <summary>Begins a composed state function.</summary>
    public TransformHelper Transform(StateFunction func) => new(func);

    /// <summary>Sends <paramref name="msg"/> to this machine after <paramref name="timeout"/>; a timer of the same name is replaced, and its message, even if already in the mailbox, dropped.</summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false)
    {
        if (DebugEvent)
            _log.Debug($"setting {(repeat ? "repeating " : "")}timer '{name}' /{timeout}: {msg}");
        Timers.Set(name, msg, timeout, repeat);
    }

    /// <summary>Stops a timer, even if its message is already in the mailbox.</summary>
    public void CancelTimer(string name)
    {
        if (DebugEvent)
            _log.Debug($"Cancelling timer {name}");
        Timers.Cancel(name);
    }

    /// <summary>Whether a timer is running.</summary>
    public bool IsTimerActive(string name) => Timers.IsActive(name);

    /// <summary>Changes a state's timeout, from the next time that the state is entered or stayed in.</summary>
    public void SetStateTimeout(TState state, TimeSpan? timeout) => _stateTimeouts[state] = timeout;

    /// <summary>Whether the present state has a timeout running.</summary>
    internal bool IsStateTimerActive => _stateTimeout is not null;

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case TimeoutMarker marker:
                if (marker.Generation == _generation)
                    ProcessMessage(StateTimeout.Instance);
                return true;
            case FsmTimers.Fired fired:
                if (Timers.Accept(fired))
                {
                    CancelStateTimeout();
                    ProcessMessage(fired.Message);
                }
                return true;
            case SubscribeTransitionCallBack subscribe:
                Context.Watch(subscribe.ActorRef);
                Listeners.Add(subscribe.ActorRef);
                subscribe.ActorRef.Tell(new CurrentState<TState>(Self, StateName));
                return true;
            case Listen listen:
                Context.Watch(listen.Listener);
                Listeners.Add(listen.Listener);
                listen.Listener.Tell(new CurrentState<TState>(Self, StateName));
                return true;
            case UnsubscribeTransitionCallBack unsubscribe:
                Context.Unwatch(unsubscribe.ActorRef);
                Listeners.Remove(unsubscribe.ActorRef);
                return true;
            case Deafen deafen:
                Context.Unwatch(deafen.Listener);
                Listeners.Remove(deafen.Listener);
                return true;
            default:
                CancelStateTimeout();
                ProcessMessage(message);
                return true;
        }
    }

    /// <summary>Reports the end to the termination handler, unless Stop already did.</summary>
    protected override void PostStop()
    {
        if (_currentState is not null)
            Terminate(Stay().WithStopReason(Shutdown.Instance));
        base.PostStop();
    }

    /// <summary>Logs a failure as an error; other reasons are silent.</summary>
    protected virtual void LogTermination(Reason reason)
    {
        if (reason is not Failure failure)
            return;
        if (failure.Cause is Exception cause)
            _log.Error(cause, "terminating due to Failure");
        else
            _log.Error(failure.Cause.ToString() ?? "terminating due to Failure");
    }

    /// <summary>Enters a state as a state function would; for tests that set the state from outside.</summary>
    internal void ApplyState(State<TState, TData> nextState)
    {
        if (nextState.StopReason is null)
        {
            MakeTransition(nextState);
            return;
        }
        Reply(nextState);
        Terminate(nextState);
        Context.Stop(Self);
    }

    private void ProcessMessage(object message)
    {
        var present = Started();
        var fsmEvent = new Event<TData>(message, present.StateData);
        var next = _stateFunctions.TryGetValue(present.StateName, out var handle) ? handle(fsmEvent) : null;
        next ??= _unhandled?.Invoke(fsmEvent);
        if (next is null)
        {
            _log.Warning($"unhandled event {message} in state {present.StateName}");
            next = Stay();
        }
        if (DebugEvent)
            _log.Debug($"processed {message} in {present.StateName}, next {next.StateName}");
        ApplyState(next);
    }

    private void MakeTransition(State<TState, TData> next)
    {
        if (!_stateFunctions.ContainsKey(next.StateName))
        {
            Terminate(Stay().WithStopReason(new Failure($"Next state {next.StateName} does not exist")));
            Context.Stop(Self);
            return;
        }

        Reply(next);
        var present = Started();
        if (next.Notifies || !EqualityComparer<TState>.Default.Equals(present.StateName, next.StateName))
        {
            _nextState = next;
            foreach (var handler in _transitionHandlers)
                handler(present.StateName, next.StateName);
            Listeners.Gossip(new Transition<TState>(Self, present.StateName, next.StateName));
            _nextState = null;
        }
        _currentState = next;
        StartStateTimeout(next.Timeout ?? _stateTimeouts[next.StateName]);
    }

    private void StartStateTimeout(TimeSpan? timeout)
    {
        if (timeout is not { } delay || delay < TimeSpan.Zero)
            return;
        _stateTimeout = Context.System.Scheduler.ScheduleTellOnceCancelable(delay, Self, new TimeoutMarker(_generation), Self);
    }

    private void CancelStateTimeout()
    {
        _stateTimeout?.Cancel(false);
        _stateTimeout = null;
        _generation++;
    }

    private void Reply(State<TState, TData> state)
    {
        foreach (var reply in state.Replies)
            Sender.Tell(reply);
    }

    private void Terminate(State<TState, TData> upcoming)
    {
        // The reason that came first counts: PostStop follows every Stop.
        if (Started().StopReason is not null)
            return;
        var reason = upcoming.StopReason!;
        LogTermination(reason);
        _timers?.CancelAll();
        CancelStateTimeout();
        _currentState = upcoming;
        _terminationHandler?.Invoke(new StopEvent<TState, TData>(reason, upcoming.StateName, upcoming.StateData));
    }

    private State<TState, TData> Started() =>
        _currentState ?? throw new IllegalStateException("You must call StartWith before calling Initialize.");
}
