using Pika.Actors.Equality;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Equality;

public sealed class KeptStatesTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void There_are_only_so_many_and_one_that_is_given_back_makes_room()
    {
        using var states = new KeptStates(_time);
        for (var i = 0; i < KeptStates.Most; i++)
            states.Add(null).ShouldNotBeNull();
        states.Add(null).ShouldBeNull();

        states.Drop(1);
        states.Find(1).ShouldBeNull();
        states.Add(7)!.Index.ShouldBe(7ul);
    }

    [Fact]
    public void A_state_is_kept_for_a_minute_after_it_was_asked_for()
    {
        using var states = new KeptStates(_time);
        var state = states.Add(null)!;
        _time.Advance(KeptStates.Lease - TimeSpan.FromSeconds(1));
        states.Find(state.Id).ShouldBe(state);
        _time.Advance(KeptStates.Lease - TimeSpan.FromSeconds(1));
        states.DropOverdue();
        states.Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        states.Find(state.Id).ShouldBeNull();
        state.Now.ShouldBe(KeptState.Phase.Dropped);
    }

    [Fact]
    public void None_is_added_when_the_node_closes()
    {
        var states = new KeptStates(_time);
        var state = states.Add(null)!;
        states.Dispose();
        state.Now.ShouldBe(KeptState.Phase.Dropped);
        states.Add(null).ShouldBeNull();
    }
}
