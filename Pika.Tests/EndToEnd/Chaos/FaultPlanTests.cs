namespace Pika.Tests.EndToEnd.Chaos;

public sealed class FaultPlanTests
{
    [Fact]
    public void A_seed_makes_the_same_plan_again()
    {
        for (int seed = 0; seed < 50; seed++)
            FaultPlan.Of(seed, 30_000).ToString().ShouldBe(FaultPlan.Of(seed, 30_000).ToString());
    }

    [Fact]
    public void A_long_round_has_every_kind_of_fault_that_its_sort_of_round_has()
    {
        var kinds = Enumerable.Range(0, 2).SelectMany(seed => FaultPlan.Of(seed, 60_000).Faults).Select(fault => fault.Kind);
        kinds.Distinct().Order().ShouldBe(Enum.GetValues<FaultKind>());
    }
}
