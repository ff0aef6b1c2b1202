using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

/// <summary>Waits, with a bound, for something that the spec cannot be told of.</summary>
internal static class WaitFor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task True(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(1, limit.Token);
    }

    /// <summary>Stops an actor and ends when it has ended.</summary>
    public static async Task GracefulEnd(this IActorRef actor, ActorSystem system)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(
            Scripted.Props(() =>
                new Scripted(
                    (me, _) =>
                    {
                        ended.SetResult();
                        me.Around.Stop(me.Me);
                    }
                )
                {
                    OnStart = me => me.Around.Watch(actor),
                }
            )
        );
        system.Stop(actor);
        await ended.Task.WaitAsync(Patience);
    }
}
