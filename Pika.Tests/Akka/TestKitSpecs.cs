using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using Xunit.Sdk;

namespace Pika.Tests.Akka;

public sealed class TestKitSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void A_message_is_there_when_Tell_returns()
    {
        TestActor.Tell("hello");

        HasMessages.ShouldBeTrue();
        ExpectMsg<string>().ShouldBe("hello");
        HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void Tell_without_a_sender_sends_in_the_test_actors_name()
    {
        var probe = CreateTestProbe();

        probe.Ref.Tell("hello");

        probe.ExpectMsgFrom<string>(TestActor, "hello");
        probe.LastSender.ShouldBe(TestActor);
    }

    [Fact]
    public async Task Tell_without_a_sender_sends_in_the_test_actors_name_after_an_await_too()
    {
        var probe = CreateTestProbe();
        await Task.Delay(1);
        await Task.Yield();

        probe.Ref.Tell("hello");

        await probe.ExpectMsgFromAsync<string>(TestActor, "hello");
    }

    [Fact]
    public void A_wrong_message_fails_and_says_what_came()
    {
        TestActor.Tell(42);

        Should.Throw<XunitException>(() => ExpectMsg<string>()).Message.ShouldContain("42");
    }

    [Fact]
    public void A_missing_message_fails_after_the_timeout()
    {
        var started = Now;

        Should.Throw<XunitException>(() => ExpectMsg<string>(Short)).Message.ShouldContain("Timeout");

        (Now - started).ShouldBeGreaterThanOrEqualTo(Short - TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public async Task A_missing_message_fails_the_async_form_too()
    {
        await Should.ThrowAsync<XunitException>(async () => await ExpectMsgAsync<string>(Short));
    }

    [Fact]
    public void ExpectNoMsg_fails_when_a_message_comes()
    {
        ExpectNoMsg(Short);
        TestActor.Tell("noise");

        Should.Throw<XunitException>(() => ExpectNoMsg(Short));
    }

    [Fact]
    public void ExpectMsg_checks_predicates_equality_and_senders()
    {
        var probe = CreateTestProbe();
        foreach (var i in Enumerable.Range(1, 4))
            probe.Send(TestActor, i);

        ExpectMsg<int>(m => m == 1).ShouldBe(1);
        ExpectMsg(2);
        ExpectMsgFrom<int>(probe.Ref, 3);
        Should.Throw<XunitException>(() => ExpectMsgFrom<int>(TestActor));
    }

    [Fact]
    public void ExpectMsgAllOf_takes_messages_in_any_order()
    {
        TestActor.Tell("b");
        TestActor.Tell("a");
        ExpectMsgAllOf("a", "b");

        TestActor.Tell("a");
        TestActor.Tell("c");
        Should.Throw<XunitException>(() => ExpectMsgAllOf("a", "b")).Message.ShouldContain("b");
    }

    [Fact]
    public void ExpectMsgAnyOf_takes_one_of_them()
    {
        TestActor.Tell("b");

        ExpectMsgAnyOf<string>(["a", "b"]).ShouldBe("b");
    }

    [Fact]
    public void FishForMessage_passes_over_what_does_not_fit()
    {
        TestActor.Tell("x");
        TestActor.Tell(7);
        TestActor.Tell(8);

        FishForMessage<int>(i => i == 8).ShouldBe(8);
        Should.Throw<XunitException>(() => FishForMessage<int>(_ => true, Short));
    }

    [Fact]
    public void ReceiveWhile_leaves_the_first_that_does_not_fit()
    {
        TestActor.Tell("1");
        TestActor.Tell("2");
        TestActor.Tell(3);

        ReceiveWhile<string>(o => o as string, Short).ShouldBe(["1", "2"]);
        ExpectMsg(3);
    }

    [Fact]
    public async Task ReceiveN_takes_so_many()
    {
        foreach (var i in Enumerable.Range(0, 6))
            TestActor.Tell(i);

        ReceiveN(3).ShouldBe([0, 1, 2]);
        var rest = new List<object>();
        await foreach (var message in ReceiveNAsync(3))
            rest.Add(message);
        rest.ShouldBe([3, 4, 5]);
        Should.Throw<XunitException>(() => ReceiveN(1, Short)).Message.ShouldContain("Only got 0");
    }

    [Fact]
    public void Within_limits_the_expectations_inside()
    {
        Should.Throw<XunitException>(() => Within(Short, () => ExpectMsg<string>()));
        Should
            .Throw<XunitException>(() => Within(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), () => { }))
            .Message.ShouldContain("at least");
        Within(Short, () => ExpectNoMsg());
        Should.Throw<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public async Task WithinAsync_gives_up_on_a_block_that_hangs()
    {
        await Should.ThrowAsync<TimeoutException>(() => WithinAsync(Short, () => new TaskCompletionSource().Task));
    }

    [Fact]
    public async Task AwaitAssert_repeats_until_it_holds()
    {
        var attempts = 0;
        AwaitAssert(() => (++attempts).ShouldBe(3), interval: TimeSpan.FromMilliseconds(1));
        await AwaitAssertAsync(() => (++attempts).ShouldBe(6), interval: TimeSpan.FromMilliseconds(1));
        Should.Throw<ShouldAssertException>(() => AwaitAssert(() => 1.ShouldBe(2), Short, Short));
    }

    [Fact]
    public async Task AwaitCondition_waits_until_it_holds()
    {
        var attempts = 0;
        AwaitCondition(() => ++attempts == 3, null, TimeSpan.FromMilliseconds(1));
        await AwaitConditionAsync(() => ++attempts == 6, null, TimeSpan.FromMilliseconds(1));
        AwaitConditionNoThrow(() => false, Short).ShouldBeFalse();
        Should.Throw<XunitException>(() => AwaitCondition(() => false, Short, "never"));
    }

    [Fact]
    public void Watch_tells_of_the_end()
    {
        var actor = ActorOf(BlackHoleActor.Props);
        Watch(actor);

        Sys.Stop(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Ignored_messages_are_not_seen()
    {
        IgnoreMessages<string>(m => m == "noise");
        TestActor.Tell("noise");
        TestActor.Tell("signal");
        ExpectMsg("signal");

        IgnoreNoMessages();
        TestActor.Tell("noise");
        ExpectMsg("noise");
    }

    [Fact]
    public void A_probe_replies_forwards_and_stands_for_its_actor()
    {
        var probe = CreateTestProbe("neighbour");
        var other = CreateTestProbe();
        probe.Tell("ping", TestActor);

        probe.ExpectMsg("ping");
        probe.Reply("pong");
        probe.Forward(other.Ref);

        ExpectMsgFrom<string>(probe, "pong");
        other.ExpectMsgFrom<string>(TestActor, "ping");
        probe.Path.Name.ShouldBe("neighbour");
        probe.Equals(probe.Ref).ShouldBeTrue();
        probe.Ref.Equals(probe).ShouldBeTrue();
    }

    [Fact]
    public void An_auto_pilot_reacts_before_the_test()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(
            new DelegateAutoPilot(
                (sender, message) =>
                {
                    sender.Tell($"auto {message}");
                    return message is "stop" ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
                }
            )
        );

        foreach (var message in new[] { "a", "stop", "b" })
            probe.Tell(message, TestActor);

        ExpectMsg("auto a");
        ExpectMsg("auto stop");
        ExpectNoMsg(Short);
        probe.ReceiveN(3).ShouldBe(["a", "stop", "b"]);
    }

    [Fact]
    public void A_child_of_the_test_actor_has_it_as_parent()
    {
        ChildActorOf(BlackHoleActor.Props, "child").Path.Parent.ShouldBe(TestActor.Path);
    }

    [Fact]
    public void An_echo_answers_and_tells_the_test_actor()
    {
        var probe = CreateTestProbe();

        probe.Send(ActorOf(EchoActor.Props(this)), "hello");

        probe.ExpectMsg("hello");
        ExpectMsg("hello");
    }
}
