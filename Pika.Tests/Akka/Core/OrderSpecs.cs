using Akka.Actor;

namespace Pika.Tests.ActorRuntime;

public sealed class OrderSpecs : RuntimeSpecs
{
    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task Messages_of_one_sender_arrive_once_and_in_order_under_contention(string dispatcher)
    {
        const int senders = 4;
        const int each = 30_000;
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var counts = new int[senders];
        var inside = 0;
        var total = 0;
        var actor = Spawn(
            (_, message) =>
            {
                if (Interlocked.Increment(ref inside) != 1)
                    done.TrySetResult("two threads were in the actor at the same time");
                var (sender, number) = ((int, int))message;
                if (number != counts[sender]++)
                    done.TrySetResult($"sender {sender}: message {number} came as number {counts[sender] - 1}");
                Interlocked.Decrement(ref inside);
                if (++total == senders * each)
                    done.TrySetResult("complete");
            },
            dispatcher
        );

        var threads = Enumerable.Range(0, senders).Select(sender => new Thread(() => Send(actor, sender, each))).ToList();
        threads.ForEach(thread => thread.Start());

        (await done.Task.WaitAsync(Patience)).ShouldBe("complete");
    }

    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task Actors_that_talk_to_each_other_lose_nothing(string dispatcher)
    {
        const int hops = 20_000;
        var collector = NewCollector();
        var ring = new IActorRef[5];
        for (var i = 0; i < ring.Length; i++)
        {
            var next = (i + 1) % ring.Length;
            ring[i] = Spawn(
                (_, message) =>
                {
                    var left = (int)message;
                    if (left == 0)
                        collector.Ref.Tell("home");
                    else
                        ring[next].Tell(left - 1);
                },
                dispatcher
            );
        }

        for (var i = 0; i < ring.Length; i++)
            ring[i].Tell(hops);

        (await collector.Take(ring.Length)).ShouldAllBe(message => message.Equals("home"));
    }

    [Fact]
    public async Task A_bounded_mailbox_holds_its_senders_back_and_loses_nothing()
    {
        const int each = 5_000;
        var collector = NewCollector();
        var count = 0;
        var actor = Spawn(
            (_, _) =>
            {
                if (++count == 2 * each)
                    collector.Ref.Tell("complete");
            },
            mailbox: "patient"
        );

        var threads = Enumerable.Range(0, 2).Select(sender => new Thread(() => Send(actor, sender, each))).ToList();
        threads.ForEach(thread => thread.Start());

        (await collector.Next()).ShouldBe("complete");
    }

    private static void Send(IActorRef actor, int sender, int count)
    {
        for (var i = 0; i < count; i++)
            actor.Tell((sender, i), ActorRefs.NoSender);
    }
}
