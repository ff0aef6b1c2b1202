using Pika.Actors.Replication.Following;

namespace Pika.Tests.Actors.Replication.Following;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    [Fact]
    public void Each_wait_is_twice_as_long_up_to_the_longest_and_the_first_again_after_a_success()
    {
        var backoff = new Backoff(First, Most, bound => bound - 1);
        Enumerable.Range(0, 6).Select(_ => backoff.Next().TotalMilliseconds).ShouldBe([100, 200, 400, 800, 1000, 1000]);

        backoff.Reset();
        backoff.Next().ShouldBe(First);
    }

    [Fact]
    public void Chance_takes_up_to_half_of_a_wait()
    {
        var backoff = new Backoff(First, Most, _ => 0);
        Enumerable.Range(0, 6).Select(_ => backoff.Next().TotalMilliseconds).ShouldBe([50, 100, 200, 400, 500, 500]);
    }
}
