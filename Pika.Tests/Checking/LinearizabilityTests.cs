namespace Pika.Tests.Checking;

public sealed class LinearizabilityTests
{
    [Theory]
    [InlineData("in order", "a set 1  |-|\na get 1      |-|\na delete         |-|\na get                |-|")]
    [InlineData("nothing at first", "a get  |-|\na set 1    |-|")]
    [InlineData("either of two writes at once", "a set 1  |---|\nb set 2   |---|\nc get 1        |-|\nc get 1            |-|")]
    [InlineData("a read sees a write that is under way", "a set 1  |---------|\nb get     |-|\nb get 1       |-|")]
    [InlineData("two readers and one write", "a set 1  |---------|\nb get 1   |-------|\nc get      |-----|")]
    [InlineData("unanswered and happened", "a set 1  |-?\nb get         |-|\nb get 1           |-|")]
    [InlineData("unanswered and never happened", "a set 1  |-?\nb get         |-|\nb set 2           |-|\nb get 2               |-|")]
    [InlineData("unanswered and late", "a set 1  |-?\nb set 2       |-|\nb get 2           |-|\nb get 1               |-|")]
    [InlineData("refused and not happened", "a set 1  |-|\nb set 2      |-!\nb get 1          |-|")]
    [InlineData("sums", "a add 2 2  |---|\nb add 3 5   |---|\nc get 5         |-|")]
    [InlineData("sums, one of them unanswered", "a add 2  |-?\nb add 3 3    |-|\nb add 1 6        |-|")]
    [InlineData("sums, the later of two unanswered ones", "a add 1  |-?\nb add 1  |-?\nc add 3 4        |-|\nc get 5             |-|")]
    [InlineData("a flush between", "a add 2 2  |-|\nb delete     |---|\na add 1 1      |---|\na get 1            |-|")]
    [InlineData("a list", "a append x 1 |-|\nb append y 2    |-|\nc list x y          |-|")]
    public void What_a_store_may_do_holds(string what, string history) =>
        Linearizability.Check(Told.History(history)).Holds.ShouldBe(true, what);

    [Theory]
    [InlineData("a stale read", "a set 1  |-|\na set 2      |-|\nb get 1          |-|")]
    [InlineData("a lost write", "a set 1  |-|\nb get        |-|")]
    [InlineData("a value that nobody has written", "a set 1  |-|\nb get 7      |-|")]
    [InlineData("a write is seen, and then not any more", "a set 1  |---------|\nb get 1   |-|\nb get         |-|")]
    [InlineData(
        "two readers see two writes in two orders",
        "a set 1  |-------------|\nb set 2  |-------------|\nc get 1   |-|\nc get 2       |-|\nd get 2   |-|\nd get 1       |-|\nc get 2            |--|\nd get 1            |--|"
    )]
    [InlineData("an unanswered write is taken back", "a set 1  |-?\nb get 1       |-|\nb get             |-|")]
    [InlineData("a refused write has happened", "a set 1  |-!\nb get 1      |-|")]
    [InlineData("a sum counts twice", "a add 2 2  |-|\nb add 3 7      |-|")]
    [InlineData("a sum is lost", "a add 2 2  |-|\nb add 3 3      |-|")]
    [InlineData("an unanswered sum counts twice", "a add 2  |-?\nb get 4      |-|")]
    [InlineData("a flush comes back", "a set 1  |-|\nb delete      |-|\nc get 1           |-|")]
    [InlineData("a list in another order", "a append x 1 |-|\nb append y 2    |-|\nc list y x          |-|")]
    public void What_no_store_may_do_is_found(string what, string history)
    {
        var verdict = Linearizability.Check(Told.History(history));
        verdict.Holds.ShouldBe(false, what);
        verdict.Explanation.ShouldContain("the answers on k fit no order");
    }

    [Fact]
    public void The_explanation_shows_the_operation_that_does_not_fit()
    {
        string before = string.Concat(Enumerable.Range(0, 100).Select(i => $"a set {i} {new string(' ', i * 6)}|-|\n"));
        var verdict = Linearizability.Check(Told.History(before + $"b get 98 {new string(' ', 700)}|-|"));
        verdict.Holds.ShouldBe(false);
        verdict.Explanation.ShouldContain("value before: 99");
        verdict.Explanation.Split('\n').ShouldContain(line => line.EndsWith("client  1  Get k  -> 98"));
        verdict.Explanation.Split('\n').Length.ShouldBeLessThan(20);
    }

    /// <summary>Random histories of a store that is one by construction hold; with one answer changed, those of sums do not.</summary>
    [Fact]
    public void Histories_of_a_sound_store_hold_and_with_one_wrong_answer_they_do_not()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var history = SoundHistory.Of(random, clients: 6, operations: 300);
            Linearizability.Check(history).Holds.ShouldBe(true, $"seed {seed}");

            int wrong = random.Next(history.Count);
            while (history[wrong] is not { Kind: OperationKind.Add, Outcome: Outcome.Ok })
                wrong = (wrong + 1) % history.Count;
            history[wrong] = history[wrong] with { Result = "1000000" };
            Linearizability.Check(history).Holds.ShouldBe(false, $"seed {seed}");
        }
    }

    [Fact]
    public void Too_much_to_look_at_is_given_up() =>
        Linearizability
            .Check(SoundHistory.Of(new Random(1), clients: 6, operations: 300), steps: 10)
            .ShouldSatisfyAllConditions(
                verdict => verdict.Holds.ShouldBeNull(),
                verdict => verdict.Explanation.ShouldContain("too many for 10 steps")
            );
}
