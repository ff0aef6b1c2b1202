using System.Runtime.CompilerServices;
using Akka.Dispatch;

namespace Akka.Actor.Internal;

/// <summary>What a thread is doing for actors. One object, so that the fast path looks into thread-local storage once.</summary>
internal sealed class ActorThread
{
    [ThreadStatic]
    private static ActorThread? _current;

    /// <summary>The cell on whose behalf the thread runs; null outside of actors.</summary>
    public ActorCell? Cell;

    /// <summary>Inline runs on the thread's stack.</summary>
    public int InlineDepth;

    /// <summary>Claimed mailboxes that wait for the stack of inline runs to unwind.</summary>
    public Queue<Mailbox>? Postponed;

    public static ActorThread Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _current ?? Begin();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ActorThread Begin() => _current = new ActorThread();
}
