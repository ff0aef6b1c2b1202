using Akka.Actor;

namespace Pika.Benchmarks.Actors;

/// <summary>Returns every ball to its partner until it has seen as many as were announced.</summary>
internal sealed class PingPongActor : UntypedActor
{
    public static readonly object Ball = new();

    private int _left;
    private IActorRef _partner = ActorRefs.Nobody;
    private TaskCompletionSource? _done;

    /// <summary>Begins a game: <paramref name="Balls"/> are in the air at a time.</summary>
    public sealed record Play(IActorRef Partner, int Count, int Balls, TaskCompletionSource Done);

    protected override void OnReceive(object message)
    {
        if (message is Play play)
        {
            _left = play.Count;
            _partner = play.Partner;
            _done = play.Done;
            for (var i = 0; i < play.Balls; i++)
                _partner.Tell(Ball, Self);
            return;
        }

        _left--;
        if (_left > 0)
            Sender.Tell(Ball, Self);
        else if (_left == 0)
            _done?.SetResult();
    }
}
