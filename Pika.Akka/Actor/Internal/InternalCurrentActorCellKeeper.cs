namespace Akka.Actor.Internal;

/// <summary>The cell on whose behalf the current thread runs; null outside of actors.</summary>
internal static class InternalCurrentActorCellKeeper
{
    [ThreadStatic]
    private static ActorCell? s_current;

    public static ActorCell? Current
    {
        get => s_current;
        set => s_current = value;
    }
}
