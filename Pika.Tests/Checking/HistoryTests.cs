namespace Pika.Tests.Checking;

public sealed class HistoryTests
{
    [Fact]
    public void The_clock_orders_answers_and_calls()
    {
        var history = new History(() => 1.5);
        int first = history.Begin(1, "k", OperationKind.Set, "a");
        int second = history.Begin(2, "k", OperationKind.Get);
        history.End(first, Outcome.Ok);
        int third = history.Begin(1, "l", OperationKind.Get);
        history.End(third, Outcome.Failed, "ERR");

        var operations = history.Operations;
        operations[second].Called.ShouldBeLessThan(operations[first].Returned);
        operations[first].Returned.ShouldBeLessThan(operations[third].Called);
        operations[second].Returned.ShouldBe(long.MaxValue);
        operations[second].Outcome.ShouldBe(Outcome.Indeterminate);
        history.ByKey().Select(key => (key.Key, key.Count())).ShouldBe([("k", 2), ("l", 1)]);
        (history.Count(Outcome.Ok), history.Count(Outcome.Failed), history.Count(Outcome.Indeterminate)).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void What_has_no_answer_may_happen_at_any_time()
    {
        var history = new History(() => 0);
        history.End(history.Begin(1, "k", OperationKind.Set, "a"), Outcome.Indeterminate, "timeout");
        history.Operations[0].Returned.ShouldBe(long.MaxValue);
        history.Operations[0].ToString().ShouldEndWith("client  1  Set k a may have happened: timeout");
    }
}
