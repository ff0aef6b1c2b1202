using Akka.Actor;
using Akka.Event;

namespace Pika.Tests.ActorRuntime;

public sealed class StashSpecs : RuntimeSpecs
{
    /// <summary>Stashes numbers until it is opened; fails on demand.</summary>
    private sealed class Door : ReceiveActor, IWithStash
    {
        private readonly IActorRef _out;

        public Door(IActorRef @out)
        {
            _out = @out;
            Receive<int>(_ => Stash.Stash());
            Receive<string>(
                _ =>
                {
                    Stash.UnstashAll();
                    Become(Open);
                },
                text => text == "open"
            );
            Receive<string>(text =>
            {
                if (text == "fail")
                    throw new InvalidOperationException(text);
                _out.Tell($"closed {text}");
            });
        }

        public IStash Stash { get; set; } = null!;

        private void Open() => ReceiveAny(message => _out.Tell(message));
    }

    private sealed class Twice(IActorRef @out) : UntypedActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            Stash.Stash();
            try
            {
                Stash.Stash();
            }
            catch (IllegalActorStateException)
            {
                @out.Tell("refused");
            }
        }
    }

    [Fact]
    public async Task Stashed_messages_come_first_and_in_order()
    {
        var collector = NewCollector();
        var door = System.ActorOf(Props.Create(() => new Door(collector.Ref)));
        foreach (var message in new object[] { 1, 2, 3, "open", 4 })
            door.Tell(message);

        (await collector.Take(4)).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_restart_unstashes()
    {
        var collector = NewCollector();
        var door = System.ActorOf(Props.Create(() => new Door(collector.Ref)));
        foreach (var message in new object[] { 1, 2, "fail", "open", 3 })
            door.Tell(message);

        // 1 and 2 return to the mailbox before "open", are stashed again by the new incarnation, and come out when it opens.
        (await collector.Take(3)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task What_is_stashed_at_the_end_becomes_dead_letters()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(DeadLetter));
        var door = System.ActorOf(Props.Create(() => new Door(ActorRefs.Nobody)));
        door.Tell(1);
        door.Tell(PoisonPill.Instance);

        (await collector.Next<DeadLetter>()).Message.ShouldBe(1);
    }

    [Fact]
    public async Task A_bounded_stash_overflows()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(Error));
        var door = System.ActorOf(Props.Create(() => new Door(ActorRefs.Nobody)).WithMailbox("small-stash"));
        foreach (var message in new object[] { 1, 2, 3 })
            door.Tell(message);

        (await collector.Next<Error>()).Cause.ShouldBeOfType<StashOverflowException>();
    }

    [Fact]
    public async Task One_message_can_be_stashed_once()
    {
        var collector = NewCollector();
        System.ActorOf(Props.Create(() => new Twice(collector.Ref))).Tell("again");

        (await collector.Next()).ShouldBe("refused");
    }
}
