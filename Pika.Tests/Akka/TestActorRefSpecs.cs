using Akka.Actor;

namespace Pika.Tests.Akka;

public sealed class TestActorRefSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void The_actor_runs_on_the_senders_thread_and_can_be_looked_at()
    {
        var counter = ActorOfAsTestActorRef<Counter>("counter");

        counter.Tell(2);
        counter.Tell(3);

        counter.UnderlyingActor.Sum.ShouldBe(5);
        counter.UnderlyingActor.Thread.ShouldBe(Environment.CurrentManagedThreadId);
        counter.Path.ToStringWithoutAddress().ShouldBe("/user/counter");
    }

    [Fact]
    public void Receive_brings_exceptions_back()
    {
        var counter = ActorOfAsTestActorRef<Counter>();

        Should.Throw<InvalidOperationException>(() => counter.Receive("boom"));
        counter.Receive(1, TestActor);

        counter.UnderlyingActor.Sum.ShouldBe(1);
        ExpectMsgFrom<int>(counter, 1);
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter()
        {
            Receive<int>(i =>
            {
                Sum += i;
                Thread = Environment.CurrentManagedThreadId;
                Sender.Tell(Sum);
            });
            Receive<string>(_ => throw new InvalidOperationException());
        }

        public int Sum { get; private set; }

        public int Thread { get; private set; }
    }
}
