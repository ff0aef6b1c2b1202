using Pika.Host.Check;

namespace Pika.Tests.Host.Check;

public sealed class MeetingPointTests
{
    [Fact]
    public void Nodes_at_rest_are_met_where_they_are() => MeetingPoint.Ahead(100, perSecond: 0, tries: 0).ShouldBe(100);

    [Fact]
    public void Nodes_that_move_are_met_ahead_and_further_after_each_try()
    {
        var ahead = Enumerable.Range(0, 8).Select(tries => MeetingPoint.Ahead(1000, perSecond: 10_000, tries)).ToList();
        ahead[0].ShouldBeGreaterThan(1000);
        ahead.ShouldBe(ahead.Order());
        ahead.Distinct().Count().ShouldBeGreaterThan(5);
        ahead[^1].ShouldBeLessThan(1000 + (11 * 10_000), "nobody waits for minutes");
    }

    [Fact]
    public void After_a_try_that_was_late_it_is_ahead_even_if_nothing_was_seen_to_move() =>
        MeetingPoint.Ahead(100, perSecond: 0, tries: 1).ShouldBe(101);
}
