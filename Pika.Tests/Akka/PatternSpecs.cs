using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;
using Akka.TestKit.TestActors;

namespace Pika.Tests.Akka;

public sealed class PatternSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public PatternSpecs()
        : base(TestConfigs.TestSchedulerConfig) { }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void PipeTo_delivers_the_result_as_a_message_in_the_senders_name()
    {
        var probe = CreateTestProbe();

        _ = Task.FromResult(42).PipeTo(TestActor, probe.Ref);
        ExpectMsgFrom<int>(probe.Ref, 42);

        _ = Task.FromResult(42).PipeTo(TestActor, success: i => $"got {i}");
        ExpectMsg("got 42");

        _ = Task.CompletedTask.PipeTo(TestActor, useConfigureAwait: false, success: () => "done");
        ExpectMsg("done");
    }

    [Fact]
    public void PipeTo_delivers_a_failure_as_Status_Failure_or_as_told()
    {
        var boom = new InvalidOperationException("boom");

        _ = Task.FromException<int>(boom).PipeTo(TestActor);
        ExpectMsg<Status.Failure>().Cause.ShouldBeSameAs(boom);

        _ = Task.FromException(boom).PipeTo(TestActor, failure: e => e.Message);
        ExpectMsg("boom");

        _ = Task.FromCanceled<int>(new CancellationToken(true)).PipeTo(TestActor);
        ExpectMsg<Status.Failure>().Cause.ShouldBeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task GracefulStop_ends_when_the_actor_has_ended()
    {
        var actor = ActorOf(BlackHoleActor.Props);

        (await actor.GracefulStop(5 * Second)).ShouldBeTrue();
        (await actor.GracefulStop(5 * Second)).ShouldBeTrue();
    }

    [Fact]
    public async Task GracefulStop_is_canceled_after_the_timeout()
    {
        var actor = ActorOf(BlackHoleActor.Props);

        var stopping = actor.GracefulStop(Second, "ignored");
        Scheduler.Advance(Second);

        await Should.ThrowAsync<TaskCanceledException>(() => stopping);
    }

    [Fact]
    public void An_inbox_receives_selects_and_watches()
    {
        using var inbox = Inbox.Create(Sys);
        var echo = ActorOf(EchoActor.Props(this));

        inbox.Send(echo, "a");
        inbox.Send(echo, "b");
        inbox.ReceiveWhere(m => m is "b").ShouldBe("b");
        inbox.Receive().ShouldBe("a");

        inbox.Watch(echo);
        Sys.Stop(echo);
        inbox.Receive().ShouldBeOfType<Terminated>().ActorRef.ShouldBe(echo);

        inbox.Receive(TimeSpan.FromMilliseconds(20)).ShouldBeOfType<Status.Failure>().Cause.ShouldBeOfType<TimeoutException>();
    }
}
