using Akka.Actor;
using Akka.Event;

namespace Pika.Tests.ActorRuntime;

public sealed class DeadLetterSpecs : RuntimeSpecs
{
    [Fact]
    public async Task What_is_sent_to_a_stopped_actor_is_a_dead_letter_with_its_recipient()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(DeadLetter));
        var actor = Spawn((_, _) => { });
        await actor.GracefulEnd(System);
        actor.Tell("late", collector.Ref);

        var letter = await collector.Next<DeadLetter>();
        letter.Message.ShouldBe("late");
        letter.Recipient.ShouldBe(actor);
        letter.Sender.ShouldBe(collector.Ref);
    }

    [Fact]
    public async Task Every_message_is_either_processed_or_a_dead_letter_when_the_actor_stops_in_between()
    {
        const int each = 20_000;
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(DeadLetter));
        var processed = 0;
        var actor = Spawn(
            (me, _) =>
            {
                if (++processed == each / 2)
                    me.Around.Stop(me.Me);
            }
        );
        var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() => Send(actor, each))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        await actor.GracefulEnd(System);

        var letters = await collector.Take((2 * each) - processed);
        letters.Length.ShouldBe((2 * each) - processed);
        actor.Tell("last");
        (await collector.Next<DeadLetter>()).Message.ShouldBe("last");
    }

    [Fact]
    public async Task An_unhandled_message_is_published()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(UnhandledMessage));
        var actor = Spawn((me, message) => me.NotMine(message));
        actor.Tell("what?");

        var unhandled = await collector.Next<UnhandledMessage>();
        unhandled.Message.ShouldBe("what?");
        unhandled.Recipient.ShouldBe(actor);
    }

    [Fact]
    public async Task A_full_mailbox_makes_dead_letters_when_its_push_timeout_is_over()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(DeadLetter));
        var gate = new ManualResetEventSlim();
        var entered = new ManualResetEventSlim();
        var actor = Spawn(
            (_, _) =>
            {
                entered.Set();
                gate.Wait(Patience);
            },
            mailbox: "bounded"
        );
        actor.Tell("busy");
        entered.Wait(Patience).ShouldBeTrue();
        for (var i = 0; i < 5; i++)
            actor.Tell(i);
        gate.Set();

        (await collector.Next<DeadLetter>()).Message.ShouldBe(3);
        (await collector.Next<DeadLetter>()).Message.ShouldBe(4);
    }

    [Fact]
    public async Task A_dead_letter_reaches_those_who_subscribed_to_all_kinds()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(AllDeadLetters));
        System.DeadLetters.Tell(PoisonPill.Instance);
        System.DeadLetters.Tell("x");

        await collector.Next<SuppressedDeadLetter>();
        await collector.Next<DeadLetter>();
    }

    [Fact]
    public async Task A_dead_subscriber_to_dead_letters_makes_no_more_of_them()
    {
        var collector = NewCollector();
        var subscriber = Spawn((_, _) => { });
        System.EventStream.Subscribe(subscriber, typeof(DeadLetter));
        await subscriber.GracefulEnd(System);
        System.EventStream.Subscribe(subscriber, typeof(DeadLetter));
        System.EventStream.Subscribe(collector.Ref, typeof(DeadLetter));
        subscriber.Tell("x");
        subscriber.Tell("y");

        (await collector.Next<DeadLetter>()).Message.ShouldBe("x");
        (await collector.Next<DeadLetter>()).Message.ShouldBe("y");
    }

    [Fact]
    public async Task An_actor_that_ends_is_unsubscribed()
    {
        var subscriber = Spawn((_, _) => { });
        System.EventStream.Subscribe(subscriber, typeof(string));
        await subscriber.GracefulEnd(System);

        System.EventStream.Unsubscribe(subscriber, typeof(string)).ShouldBeFalse();
    }

    private static void Send(IActorRef actor, int count)
    {
        for (var i = 0; i < count; i++)
            actor.Tell(i, ActorRefs.NoSender);
    }
}
