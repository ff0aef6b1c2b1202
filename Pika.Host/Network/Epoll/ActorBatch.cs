namespace Pika.Host.Network.Epoll;

/// <summary>
/// Holds the actors back that a round of an event loop wakes, until all of the round is handed over. Only the embedded runtime runs
/// actors on the loop's thread; under the official packages there is nothing to hold back.
/// </summary>
internal static class ActorBatch
{
    /// <summary>The round begins.</summary>
    public static void Begin()
    {
#if !OFFICIAL_AKKA
        Akka.Dispatch.Inline.InlineBatch.Begin();
#endif
    }

    /// <summary>Everything is handed over: the actors run, on this thread.</summary>
    public static void End()
    {
#if !OFFICIAL_AKKA
        Akka.Dispatch.Inline.InlineBatch.End();
#endif
    }
}
