using Akka.Actor;
using Akka.Persistence;

namespace Pika.Tests.Akka;

public sealed class PersistenceSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    public PersistenceSpecs()
        : base("akka.persistence.snapshot-store.plugin = \"akka.persistence.snapshot-store.inmem\"") { }

    [Fact]
    public void State_is_recovered_from_events()
    {
        var ledger = NewLedger();
        ledger.Tell(new Ledger.Add("a"));
        ledger.Tell(new Ledger.Add("b"));
        ReceiveN(2).ShouldBe(["a@1", "b@2"]);
        StopAndWait(ledger);

        var again = NewLedger();
        again.Tell("get");

        ExpectMsg("a,b");
    }

    [Fact]
    public void Commands_wait_while_an_event_is_persisted()
    {
        var ledger = NewLedger();

        ledger.Tell(new Ledger.Add("a"));
        ledger.Tell("get");
        ledger.Tell(new Ledger.Add("b"));
        ledger.Tell("get");

        ReceiveN(4).ShouldBe(["a@1", "a", "b@2", "a,b"]);
    }

    [Fact]
    public void PersistAll_handles_each_event_in_order_before_the_next_command()
    {
        var ledger = NewLedger();

        ledger.Tell(new Ledger.AddAll(["a", "b", "c"]));
        ledger.Tell("get");

        ReceiveN(4).ShouldBe(["a@1", "b@2", "c@3", "a,b,c"]);
    }

    [Fact]
    public void Deferred_handlers_run_after_those_of_events_before_them()
    {
        var ledger = NewLedger();
        ledger.Tell(new Ledger.AddAsyncThenDefer("a"));
        ReceiveN(3).ShouldBe(["command done", "a@1", "deferred"]);

        ledger.Tell("defer alone");
        ReceiveN(2).ShouldBe(["deferred at once", "after"]);
    }

    [Fact]
    public void A_persist_inside_a_handler_keeps_commands_waiting()
    {
        var ledger = NewLedger();

        ledger.Tell("nested");
        ledger.Tell("get");

        ReceiveN(3).ShouldBe(["outer@1", "inner@2", "outer,inner"]);
    }

    [Fact]
    public void The_sender_in_a_handler_is_who_sent_the_command()
    {
        var ledger = NewLedger();
        var probe = CreateTestProbe();

        probe.Send(ledger, new Ledger.Add("a"));

        probe.ExpectMsgFrom<string>(ledger, "a@1");
    }

    [Fact]
    public void Recovery_begins_with_the_latest_snapshot()
    {
        var ledger = NewLedger();
        ledger.Tell(new Ledger.AddAll(["a", "b"]));
        ReceiveN(2);
        ledger.Tell("snapshot");
        ExpectMsg<SaveSnapshotSuccess>().Metadata.SequenceNr.ShouldBe(2);
        ledger.Tell(new Ledger.Add("c"));
        ExpectMsg("c@3");
        StopAndWait(ledger);

        var again = NewLedger();
        again.Tell("get");
        ExpectMsg("a,b,c");
        again.Tell("recovered");
        ExpectMsg("offer 2, events c");
    }

    [Fact]
    public void Recovery_can_be_limited_or_done_without()
    {
        var ledger = NewLedger();
        ledger.Tell(new Ledger.AddAll(["a", "b", "c"]));
        ReceiveN(3);
        StopAndWait(ledger);

        var limited = NewLedger(new Recovery(SnapshotSelectionCriteria.None, 2));
        limited.Tell("get");
        ExpectMsg("a,b");
        StopAndWait(limited);

        var none = NewLedger(Recovery.None);
        none.Tell("get");
        ExpectMsg("");
        none.Tell(new Ledger.Add("d"));
        ExpectMsg("d@4");
    }

    [Fact]
    public void Deleted_events_are_not_replayed_and_numbers_go_on()
    {
        var ledger = NewLedger();
        ledger.Tell(new Ledger.AddAll(["a", "b", "c"]));
        ReceiveN(3);
        ledger.Tell(new Ledger.Delete(2));
        ExpectMsg(new DeleteMessagesSuccess(2));
        StopAndWait(ledger);

        var again = NewLedger();
        again.Tell("get");
        ExpectMsg("c");
        again.Tell(new Ledger.Add("d"));
        ExpectMsg("d@4");
    }

    [Fact]
    public void Deleted_snapshots_are_not_offered()
    {
        var ledger = NewLedger();
        ledger.Tell(new Ledger.Add("a"));
        ExpectMsg("a@1");
        ledger.Tell("snapshot");
        ExpectMsg<SaveSnapshotSuccess>();
        ledger.Tell("delete snapshots");
        ExpectMsg<DeleteSnapshotsSuccess>();
        StopAndWait(ledger);

        var again = NewLedger();
        again.Tell("recovered");
        ExpectMsg("offer none, events a");
    }

    [Fact]
    public void A_restart_recovers_and_keeps_the_messages_that_waited()
    {
        var ledger = NewLedger();
        ledger.Tell(new Ledger.Add("a"));
        ExpectMsg("a@1");

        EventFilter
            .Exception<InvalidOperationException>()
            .ExpectOne(() =>
            {
                ledger.Tell("fail in handler");
                ledger.Tell(new Ledger.Add("c"));
                ledger.Tell("get");
            });

        ReceiveN(2).ShouldBe(["c@3", "a,fatal,c"]);
    }

    [Fact]
    public void Async_commands_persist_and_hold_back_the_next()
    {
        var ledger = NewLedger();

        ledger.Tell(42);
        ledger.Tell("get");

        ReceiveN(2).ShouldBe(["async42@1", "async42"]);
    }

    [Fact]
    public void Become_and_the_actors_own_stash_work_with_persisting()
    {
        var ledger = NewLedger();

        ledger.Tell("close");
        ledger.Tell(new Ledger.Add("a"));
        ledger.Tell(new Ledger.Add("b"));
        ledger.Tell("open");

        ReceiveN(4).ShouldBe(["closed@1", "opened", "a@2", "b@3"]);
    }

    [Fact]
    public void Persisting_during_replay_is_refused()
    {
        var ledger = NewLedger();
        ledger.Tell(new Ledger.Add("persist on replay"));
        ExpectMsg("persist on replay@1");
        StopAndWait(ledger);

        EventFilter
            .Exception<InvalidOperationException>(contains: "ReceiveRecover")
            .ExpectOne(() =>
            {
                var again = NewLedger();
                Watch(again);
                ExpectTerminated(again);
            });
    }

    [Fact]
    public void An_unhandled_command_is_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(global::Akka.Event.UnhandledMessage));
        var ledger = NewLedger();

        ledger.Tell('?');

        ExpectMsg<global::Akka.Event.UnhandledMessage>().Message.ShouldBe('?');
    }

    [Fact]
    public void Many_commands_are_persisted_in_order_and_none_is_lost()
    {
        var ledger = NewLedger();

        foreach (var i in Enumerable.Range(1, 2000))
            ledger.Tell(new Ledger.Add($"e{i}"));

        ReceiveN(2000, TimeSpan.FromSeconds(20)).ShouldBe(Enumerable.Range(1, 2000).Select(i => $"e{i}@{i}"));
    }

    private IActorRef NewLedger(Recovery? recovery = null) => ActorOf(Props.Create(() => new Ledger("ledger", recovery)));

    private void StopAndWait(IActorRef actor)
    {
        Watch(actor);
        actor.Tell(PoisonPill.Instance);
        ExpectTerminated(actor);
    }
}
