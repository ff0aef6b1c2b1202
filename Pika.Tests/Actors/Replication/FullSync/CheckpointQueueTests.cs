using Pika.Actors.Replication.FullSync;
using static Pika.Actors.Replication.FullSync.CheckpointStep;

namespace Pika.Tests.Actors.Replication.FullSync;

public sealed class CheckpointQueueTests
{
    private const int Most = 2;
    private readonly CheckpointQueue _queue = new();
    private long _now = 1_000_000;

    [Fact]
    public void Who_asks_while_one_is_being_made_or_is_fresh_shares_it()
    {
        _queue.Take("a", 4, _now).ShouldBe([new Make(1), new Wait("a", 0)]);
        _queue.Take("b", 4, _now).ShouldBe([new Wait("b", 0)]);
        _queue.Made(1, _now).ShouldBe([new Give("a", 1), new Give("b", 1)]);
        _now += CheckpointQueue.FreshMs - 1;
        _queue.Take("c", 4, _now).ShouldBe([new Give("c", 1)]);
        _now++;
        _queue.Take("d", 4, _now).ShouldBe([new Make(2), new Wait("d", 0)]);
    }

    [Fact]
    public void A_checkpoint_goes_with_its_last_user_and_its_lease_with_it()
    {
        Ready("a", "b");

        _queue.GiveBack("a", 4, _now).ShouldBeEmpty();
        _queue.GiveBack("b", 4, _now).ShouldBe([new Unpin(1), new Remove(1)]);
        _queue.Checkpoints.ShouldBe(0);
        _queue.GiveBack("b", 4, _now).ShouldBeEmpty();
    }

    [Fact]
    public void The_lease_is_held_until_all_takers_have_their_own_and_nobody_new_may_come()
    {
        Ready("a", "b");

        _queue.Secured("a", _now).ShouldBeEmpty();
        _queue.Secured("b", _now).ShouldBeEmpty("it is fresh: others may share it");
        _now += CheckpointQueue.FreshMs;
        _queue.Aged(1, _now).ShouldBe([new Unpin(1)]);
        _queue.Take("c", 4, _now).ShouldBe([new Make(2), new Wait("c", 0)]);
        _queue.GiveBack("a", 4, _now).ShouldBeEmpty();
        _queue.GiveBack("b", 4, _now).ShouldBe([new Remove(1)]);
    }

    [Fact]
    public void A_slow_taker_keeps_the_lease_but_not_for_newcomers()
    {
        Ready("a");
        _now += CheckpointQueue.FreshMs;

        _queue.Aged(1, _now).ShouldBeEmpty();
        _queue.Take("b", 4, _now).ShouldBe([new Make(2), new Wait("b", 0)]);
        _queue.Secured("a", _now).ShouldBe([new Unpin(1)]);
    }

    [Fact]
    public void The_others_wait_in_order_and_hear_of_their_places()
    {
        Ready("a", "b");
        _queue.Take("c", Most, _now).ShouldBe([new Wait("c", 1)]);
        _queue.Take("d", Most, _now).ShouldBe([new Wait("d", 2)]);
        _queue.Take("e", Most, _now).ShouldBe([new Wait("e", 3)]);
        _queue.Take("d", Most, _now).ShouldBe([new Wait("d", 2)], "asking again changes nothing");
        (_queue.Taking, _queue.Waiting).ShouldBe((2, 3));

        _queue.GiveBack("b", Most, _now).ShouldBe([new Give("c", 1), new Wait("d", 1), new Wait("e", 2)]);
        _queue.GiveBack("d", Most, _now).ShouldBe([new Wait("e", 1)]);
        _now += CheckpointQueue.FreshMs;
        _queue.GiveBack("a", Most, _now).ShouldBe([new Make(2), new Wait("e", 0)]);
    }

    [Fact]
    public void A_raised_limit_lets_the_next_in()
    {
        Ready("a", "b");
        _queue.Take("c", Most, _now);

        _queue.Look(Most, _now).ShouldBeEmpty();
        _queue.Look(3, _now).ShouldBe([new Give("c", 1)]);
    }

    [Fact]
    public void A_failure_is_told_with_its_reason_and_leaves_the_place_to_the_next()
    {
        _queue.Take("a", 1, _now);
        _queue.Take("b", 1, _now);

        _queue
            .Failed(1, "no space", 1, _now)
            .ShouldBe([new Refuse("a", "no space"), new Unpin(1), new Remove(1), new Make(2), new Wait("b", 0)]);
        _queue.Take("a", 1, _now).ShouldBe([new Wait("a", 1)]);
    }

    [Fact]
    public void A_lost_lease_ends_what_depends_on_it()
    {
        Ready("a", "b");
        _queue.Secured("a", _now);

        _queue.PinLost(1, "too much", 4, _now).ShouldBe([new Refuse("b", "too much")]);
        _queue.PinLost(1, "too much", 4, _now).ShouldBeEmpty();
        _queue.Take("c", 4, _now).ShouldBe([new Make(2), new Wait("c", 0)], "nobody new may share it");
        _queue.GiveBack("a", 4, _now).ShouldBe([new Remove(1)]);
    }

    [Fact]
    public void One_that_nobody_waits_for_any_more_is_removed_when_it_is_ready()
    {
        _queue.Take("a", 4, _now);
        _queue.GiveBack("a", 4, _now).ShouldBeEmpty();
        _queue.Take("b", 4, _now).ShouldBe([new Wait("b", 0)], "it can still be used");
        _queue.PinLost(1, "too much", 4, _now).ShouldBe([new Refuse("b", "too much")]);

        _queue.Made(1, _now).ShouldBe([new Remove(1)]);
    }

    [Fact]
    public void Who_asks_again_is_told_again()
    {
        Ready("a");

        _queue.Take("a", 4, _now).ShouldBe([new Give("a", 1)]);
        _queue.Taking.ShouldBe(1);
    }

    [Fact]
    public void The_queue_has_a_bound()
    {
        for (var i = 0; i < CheckpointQueue.MaxWaiting; i++)
            _queue.Take($"r{i}", 0, _now).ShouldBe([new Wait($"r{i}", i + 1)]);

        _queue.Take("one more", 0, _now).ShouldHaveSingleItem().ShouldBeOfType<Refuse>();
        _queue.Waiting.ShouldBe(CheckpointQueue.MaxWaiting);
    }

    /// <summary>Random histories; what must hold in each: nobody is forgotten, leases outlive what depends on them, nothing is left over.</summary>
    [Fact]
    public void In_every_history_each_is_served_and_nothing_is_left()
    {
        for (var seed = 0; seed < 500; seed++)
            new CheckpointQueueHistory(seed).Run();
    }

    private void Ready(params string[] owners)
    {
        foreach (var owner in owners)
            _queue.Take(owner, 4, _now);
        _queue.Made(1, _now);
    }
}
