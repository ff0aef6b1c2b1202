using Akka.Actor;

namespace Pika.Benchmarks.Actors;

/// <summary>Counts messages, and says when as many have come as were announced.</summary>
internal sealed class CountingActor : UntypedActor
{
    public static readonly object Message = new();

    private int _left;
    private TaskCompletionSource? _done;

    public sealed record Expect(int Count, TaskCompletionSource Done);

    protected override void OnReceive(object message)
    {
        if (message is Expect expect)
        {
            _left = expect.Count;
            _done = expect.Done;
        }
        else if (--_left == 0)
        {
            _done!.SetResult();
        }
    }
}
