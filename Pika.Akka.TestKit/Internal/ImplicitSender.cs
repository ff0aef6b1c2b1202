using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.TestKit.Internal;

/// <summary>
/// Makes Tell without a sender send in the test actor's name, on the thread of the test and, through the synchronization
/// context, on every thread on which an async test continues.
/// </summary>
internal sealed class ImplicitSender : SynchronizationContext
{
    private readonly ActorCell _cell;

    private ImplicitSender(ActorCell cell) => _cell = cell;

    public static void Enter(IActorRef testActor)
    {
        var cell = ((ActorRefWithCell)testActor).Underlying;
        InternalCurrentActorCellKeeper.Current = cell;
        SetSynchronizationContext(new ImplicitSender(cell));
    }

    public static void Leave()
    {
        InternalCurrentActorCellKeeper.Current = null;
        if (Current is ImplicitSender)
            SetSynchronizationContext(null);
    }

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => work.Context.Run(work.Callback, work.State),
            (Context: this, Callback: d, State: state),
            false
        );

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    public override SynchronizationContext CreateCopy() => this;

    private void Run(SendOrPostCallback callback, object? state)
    {
        var (outerCell, outerContext) = (InternalCurrentActorCellKeeper.Current, Current);
        InternalCurrentActorCellKeeper.Current = _cell;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = outerCell;
            SetSynchronizationContext(outerContext);
        }
    }
}
