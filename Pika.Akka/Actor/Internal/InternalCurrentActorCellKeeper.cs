namespace Akka.Actor.Internal;

/// <summary>The cell on whose behalf the current thread runs; null outside of actors.</summary>
internal static class InternalCurrentActorCellKeeper
{
    [ThreadStatic]
    private static ActorCell? _current;

    public static ActorCell? Current
    {
        get => _current;
        set => _current = value;
    }
}
