using Akka.Dispatch;
using FsCheck;
using FsCheck.Fluent;

namespace Pika.Tests.ActorRuntime;

public sealed class MpscQueueTests
{
    [Fact]
    public void It_behaves_like_a_queue_through_any_mix_of_adding_and_taking()
    {
        // Positive numbers add so many, negative ones take so many.
        var mix = Prop.ForAll<int[]>(steps =>
        {
            var queue = new MpscQueue();
            var model = new Queue<object>();
            foreach (var step in steps)
            {
                for (var i = 0; i < step; i++)
                {
                    var message = new object();
                    model.Enqueue(message);
                    queue.Enqueue(message, sender: null);
                }

                for (var i = 0; i > step; i--)
                {
                    var taken = queue.TryDequeue(out var envelope);
                    if (taken != model.TryDequeue(out var expected) || (taken && !ReferenceEquals(envelope.Message, expected)))
                        return false;
                }

                if (queue.IsEmpty != (model.Count == 0) || queue.Count != model.Count)
                    return false;
            }

            return true;
        });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(200), mix);
    }

    [Fact]
    public void A_steady_state_allocates_nothing()
    {
        var queue = new MpscQueue();
        var message = new object();
        Pump();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pump();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Pump()
        {
            for (var round = 0; round < 100; round++)
            {
                for (var i = 0; i < 1_000; i++)
                    queue.Enqueue(message, sender: null);
                while (queue.TryDequeue(out _)) { }
            }
        }
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_while_rings_grow_under_producers()
    {
        const int producers = 4;
        const int each = 200_000;
        var queue = new MpscQueue();
        var threads = Enumerable
            .Range(0, producers)
            .Select(producer => new Thread(() =>
            {
                for (var i = 0; i < each; i++)
                    queue.Enqueue(new int[] { producer, i }, sender: null);
            }))
            .ToList();
        threads.ForEach(thread => thread.Start());
        var next = new int[producers];
        var spin = new SpinWait();
        for (var taken = 0; taken < producers * each; )
        {
            if (!queue.TryDequeue(out var envelope))
            {
                spin.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            var stamp = (int[])envelope.Message;
            stamp[1].ShouldBe(next[stamp[0]]++);
            taken++;
        }

        queue.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_lost_when_a_ring_is_filled_and_left_while_the_consumer_looks_at_it()
    {
        // The first ring holds 16: each round passes from it to the next while the consumer finds it empty again and again.
        const int rounds = 20_000;
        const int count = 40;
        var message = new object();
        var queues = Enumerable.Range(0, rounds).Select(_ => new MpscQueue()).ToArray();
        var filled = 0;
        var producer = new Thread(() =>
        {
            foreach (var queue in queues)
            {
                for (var i = 0; i < count; i++)
                    queue.Enqueue(message, sender: null);
                Volatile.Write(ref filled, filled + 1);
            }
        });
        producer.IsBackground = true;
        producer.Start();
        for (var round = 0; round < rounds; round++)
        {
            var taken = 0;
            while (Volatile.Read(ref filled) <= round)
                taken += queues[round].TryDequeue(out _) ? 1 : 0;
            while (queues[round].TryDequeue(out _))
                taken++;
            taken.ShouldBe(count, $"round {round}");
        }

        producer.Join();
    }
}
