namespace Akka.Actor.Internal;

/// <summary>The cell on whose behalf the current thread runs; null outside of actors.</summary>
internal static class InternalCurrentActorCellKeeper
{
    public static ActorCell? Current
    {
        get => ActorThread.Current.Cell;
        set => ActorThread.Current.Cell = value;
    }
}
