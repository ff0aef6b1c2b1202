namespace Pika.Tests.Checking;

public sealed class ListAppendsTests
{
    [Theory]
    [InlineData("in order", "a append x  |-|\nb append y      |-|\nc list x y          |-|")]
    [InlineData("nothing yet", "c list  |-|\na append x |----|")]
    [InlineData("at once, in either order", "a append x  |---|\nb append y   |---|\nc list y x         |-|")]
    [InlineData("unanswered and there", "a append x  |-?\nb append y       |-|\nc list y              |-|\nc list y x                |-|")]
    [InlineData("unanswered and not there", "a append x  |-?\nb append y       |-|\nc list y              |-|")]
    [InlineData("reads see it grow", "a append x  |-|\nc list x        |--|\na append y       |---|\nc list x y               |-|")]
    public void What_a_store_may_do_holds(string what, string history) =>
        ListAppends.Check(Told.History(history)).Holds.ShouldBe(true, what);

    [Theory]
    [InlineData(
        "an acknowledged append is lost",
        "is not in a later read",
        "a append x  |-|\nb append y      |-|\nc list y            |-|"
    )]
    [InlineData("the last one is lost", "is not in a later read", "a append x  |-|\nc list            |-|")]
    [InlineData("twice", "stands twice", "a append x  |-|\nb append y      |-|\nc list x y x        |-|")]
    [InlineData(
        "a stale read",
        "is not in a later read",
        "a append x  |-|\nb append y      |-|\nc list x            |-|\nc list x y               |-|"
    )]
    [InlineData(
        "an unanswered one is seen, and then not any more",
        "an earlier one has seen",
        "a append x  |-?\nc list x         |-|\nc list                |-|"
    )]
    [InlineData(
        "two reads in two orders",
        "beginnings of one order",
        "a append x  |---|\nb append y   |---|\nc list y x         |-|\nd list x y         |-|"
    )]
    [InlineData(
        "one in another order than it was acknowledged",
        "stands before it",
        "a append x  |-|\nb append y      |-|\nc list y x          |-|"
    )]
    [InlineData("one that nobody has appended", "nobody has appended", "a append x  |-|\nc list x z      |-|")]
    [InlineData("one that was refused", "though it was refused", "a append x  |-!\nc list x        |-|")]
    [InlineData("one from the future", "before anybody asked", "c list x  |-|\na append x      |-|")]
    public void What_no_store_may_do_is_found(string what, string problem, string history)
    {
        var verdict = ListAppends.Check(Told.History(history));
        verdict.Holds.ShouldBe(false, what);
        verdict.Explanation.ShouldContain(problem);
    }
}
