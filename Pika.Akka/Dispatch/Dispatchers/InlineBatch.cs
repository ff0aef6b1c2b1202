using Akka.Actor.Internal;

namespace Akka.Dispatch.Inline;

/// <summary>
/// Lets a thread that has many messages to tell put off the inline actors that they wake until it has told all of them, so that each
/// actor finds what belongs to it in one go. For event loops; nothing else needs it.
/// </summary>
public static class InlineBatch
{
    /// <summary>From here on, tells from this thread to inline actors only queue. Not nested.</summary>
    public static void Begin() => ActorThread.Current.InlineDepth += InlineDispatcher.MaxDepth;

    /// <summary>Runs the actors that were told something since <see cref="Begin"/>, and those that they tell something.</summary>
    public static void End()
    {
        var thread = ActorThread.Current;
        thread.InlineDepth -= InlineDispatcher.MaxDepth;
        if (thread.Postponed is { Count: > 0 } postponed)
        {
            InlineDispatcher.RunPostponed(thread, postponed);
        }
    }
}
