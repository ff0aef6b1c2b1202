namespace Akka.Actor;

/// <summary>The messages and values of a state machine; see <see cref="FSM{TState, TData}"/>.</summary>
public abstract class FSMBase : ActorBase
{
    /// <summary>Sent to a listener when it subscribes: the state at that moment.</summary>
    public sealed class CurrentState<TS>(IActorRef fsmRef, TS state) : IEquatable<CurrentState<TS>>
    {
        /// <summary>The state machine.</summary>
        public IActorRef FsmRef { get; } = fsmRef;

        /// <summary>Its state.</summary>
        public TS State { get; } = state;

        /// <inheritdoc/>
        public bool Equals(CurrentState<TS>? other) =>
            other is not null && Equals(FsmRef, other.FsmRef) && EqualityComparer<TS>.Default.Equals(State, other.State);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as CurrentState<TS>);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(FsmRef, State);

        /// <inheritdoc/>
        public override string ToString() => $"CurrentState <{State}>";
    }

    /// <summary>Sent to listeners at each transition, also at one from a state to itself by GoTo.</summary>
    public sealed class Transition<TS>(IActorRef fsmRef, TS from, TS to) : IEquatable<Transition<TS>>
    {
        /// <summary>The state machine.</summary>
        public IActorRef FsmRef { get; } = fsmRef;

        /// <summary>The state that was left.</summary>
        public TS From { get; } = from;

        /// <summary>The state that was entered.</summary>
        public TS To { get; } = to;

        /// <inheritdoc/>
        public bool Equals(Transition<TS>? other) =>
            other is not null
            && Equals(FsmRef, other.FsmRef)
            && EqualityComparer<TS>.Default.Equals(From, other.From)
            && EqualityComparer<TS>.Default.Equals(To, other.To);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as Transition<TS>);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(FsmRef, From, To);

        /// <inheritdoc/>
        public override string ToString() => $"Transition({From}, {To})";
    }

    /// <summary>Makes <paramref name="actorRef"/> a listener; answered with <see cref="CurrentState{TS}"/>.</summary>
    public sealed class SubscribeTransitionCallBack(IActorRef actorRef)
    {
        /// <summary>Who wants to hear of transitions.</summary>
        public IActorRef ActorRef { get; } = actorRef;
    }

    /// <summary>Ends a subscription.</summary>
    public sealed class UnsubscribeTransitionCallBack(IActorRef actorRef)
    {
        /// <summary>Who no longer wants to hear of transitions.</summary>
        public IActorRef ActorRef { get; } = actorRef;
    }

    /// <summary>Why a state machine stopped.</summary>
    public abstract class Reason;

    /// <summary>It stopped itself.</summary>
    public sealed class Normal : Reason
    {
        private Normal() { }

        /// <summary>The only instance.</summary>
        public static Normal Instance { get; } = new();
    }

    /// <summary>It was stopped from outside.</summary>
    public sealed class Shutdown : Reason
    {
        private Shutdown() { }

        /// <summary>The only instance.</summary>
        public static Shutdown Instance { get; } = new();
    }

    /// <summary>It stopped itself because of <paramref name="cause"/>.</summary>
    public sealed class Failure(object cause) : Reason
    {
        /// <summary>An exception, or any other description.</summary>
        public object Cause { get; } = cause;

        /// <inheritdoc/>
        public override string ToString() => $"Failure({Cause})";
    }

    /// <summary>The event of a state in which nothing was received for its timeout.</summary>
    public sealed class StateTimeout
    {
        private StateTimeout() { }

        /// <summary>The only instance.</summary>
        public static StateTimeout Instance { get; } = new();
    }

    /// <summary>A state's timeout in the mailbox; stale when anything was received since.</summary>
    internal sealed record TimeoutMarker(long Generation) : INoSerializationVerificationNeeded;

    /// <summary>A message and the state data in force when it was taken from the mailbox.</summary>
    public readonly struct Event<TD>(object fsmEvent, TD stateData) : INoSerializationVerificationNeeded
    {
        /// <summary>The message.</summary>
        public object FsmEvent { get; } = fsmEvent;

        /// <summary>The state data.</summary>
        public TD StateData { get; } = stateData;

        /// <inheritdoc/>
        public override string ToString() => $"Event: <{FsmEvent}>, StateData: <{StateData}>";
    }

    /// <summary>What the termination handler sees.</summary>
    public sealed class StopEvent<TS, TD>(Reason reason, TS terminatedState, TD stateData) : INoSerializationVerificationNeeded
    {
        /// <summary>Why the machine stopped.</summary>
        public Reason Reason { get; } = reason;

        /// <summary>The state in which it stopped.</summary>
        public TS TerminatedState { get; } = terminatedState;

        /// <summary>The data at that moment.</summary>
        public TD StateData { get; } = stateData;

        /// <inheritdoc/>
        public override string ToString() => $"StopEvent: <{Reason}>, TerminatedState: <{TerminatedState}>, StateData: <{StateData}>";
    }

    /// <summary>What a state function returns: the next state, its data, and what to do on the way. Immutable.</summary>
    public sealed class State<TS, TD> : IEquatable<State<TS, TD>>
    {
        /// <summary>A state with everything named.</summary>
        public State(
            TS stateName,
            TD stateData,
            TimeSpan? timeout = null,
            Reason? stopReason = null,
            IReadOnlyList<object>? replies = null,
            bool notifies = true
        )
        {
            StateName = stateName;
            StateData = stateData;
            Timeout = timeout;
            StopReason = stopReason;
            Replies = replies ?? [];
            Notifies = notifies;
        }

        /// <summary>The state's name.</summary>
        public TS StateName { get; }

        /// <summary>The data that goes with it.</summary>
        public TD StateData { get; }

        /// <summary>Overrides the timeout given to When; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> switches it off.</summary>
        public TimeSpan? Timeout { get; }

        /// <summary>Set when the machine is to stop.</summary>
        public Reason? StopReason { get; }

        /// <summary>Answers to the sender, first one first.</summary>
        public IReadOnlyList<object> Replies { get; }

        /// <summary>False for Stay: nobody is told of a transition.</summary>
        internal bool Notifies { get; }

        /// <summary>Sends <see cref="StateTimeout"/> when nothing is received for <paramref name="timeout"/>.</summary>
        public State<TS, TD> ForMax(TimeSpan timeout) =>
            new(
                StateName,
                StateData,
                timeout > TimeSpan.Zero ? timeout : System.Threading.Timeout.InfiniteTimeSpan,
                StopReason,
                Replies,
                Notifies
            );

        /// <summary>Answers the sender of the message at hand with <paramref name="replyValue"/>.</summary>
        public State<TS, TD> Replying(object replyValue) =>
            new(StateName, StateData, Timeout, StopReason, [.. Replies, replyValue], Notifies);

        /// <summary>Replaces the data.</summary>
        public State<TS, TD> Using(TD nextStateData) => new(StateName, nextStateData, Timeout, StopReason, Replies, Notifies);

        internal State<TS, TD> WithStopReason(Reason reason) => new(StateName, StateData, Timeout, reason, Replies, Notifies);

        internal State<TS, TD> WithNotification(bool notifies) => new(StateName, StateData, Timeout, StopReason, Replies, notifies);

        /// <inheritdoc/>
        public bool Equals(State<TS, TD>? other) =>
            other is not null
            && EqualityComparer<TS>.Default.Equals(StateName, other.StateName)
            && EqualityComparer<TD>.Default.Equals(StateData, other.StateData)
            && Timeout == other.Timeout
            && Equals(StopReason, other.StopReason)
            && Replies.SequenceEqual(other.Replies);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as State<TS, TD>);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(StateName, StateData, Timeout, StopReason);

        /// <inheritdoc/>
        public override string ToString() => $"{StateName}, {StateData}";
    }
}
