using Pika.Actors.Equality;
using Pika.Tests.Actors.Support;

namespace Pika.Tests.Actors.Equality;

public sealed class StatesAheadTests
{
    private readonly KeptStates _states = new(new ManualTime());
    private readonly StatesAhead _ahead = new(applied: 10);

    [Fact]
    public void A_state_is_due_when_its_record_is_applied_and_only_once()
    {
        var state = _states.Add(12)!;
        _ahead.Add(state, isBetween: false);
        _ahead.TryTakeDue(out _).ShouldBeFalse();
        _ahead.Applied = 11;
        _ahead.TryTakeDue(out _).ShouldBeFalse();
        _ahead.Applied = 12;
        _ahead.TryTakeDue(out var due).ShouldBeTrue();
        due.ShouldBe(state);
        _ahead.TryTakeDue(out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(10ul, true)]
    [InlineData(9ul, false)]
    public void The_present_record_is_due_at_once_and_an_earlier_one_is_passed(ulong? index, bool due)
    {
        var state = _states.Add(index)!;
        _ahead.Add(state, isBetween: false);
        _ahead.TryTakeDue(out _).ShouldBe(due);
        state.Now.ShouldBe(due ? KeptState.Phase.Waiting : KeptState.Phase.Passed);
    }

    [Fact]
    public void While_the_next_record_is_being_applied_the_last_one_is_passed()
    {
        var state = _states.Add(10)!;
        _ahead.Add(state, isBetween: true);
        _ahead.TryTakeDue(out _).ShouldBeFalse();
        state.Now.ShouldBe(KeptState.Phase.Passed);
    }

    [Fact]
    public void A_record_that_was_left_out_is_passed()
    {
        var state = _states.Add(12)!;
        _ahead.Add(state, isBetween: false);
        _ahead.Applied = 13;
        _ahead.TryTakeDue(out _).ShouldBeFalse();
        state.Now.ShouldBe(KeptState.Phase.Passed);
    }

    [Fact]
    public void An_order_that_was_given_back_is_forgotten()
    {
        var state = _states.Add(12)!;
        _ahead.Add(state, isBetween: false);
        _states.Drop(state.Id);
        _ahead.Applied = 11;
        _ahead.Applied = 12;
        _ahead.TryTakeDue(out _).ShouldBeFalse();
    }
}
