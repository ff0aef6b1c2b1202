using Akka.Pattern;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace Pika.Tests.Akka;

public sealed class CircuitBreakerSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly List<string> _heard = [];

    public CircuitBreakerSpecs()
        : base(TestConfigs.TestSchedulerConfig) { }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void It_opens_after_so_many_failures_in_a_row()
    {
        var breaker = NewBreaker();

        FailOnce(breaker);
        breaker.WithSyncCircuitBreaker(() => 1).ShouldBe(1);
        FailOnce(breaker);
        breaker.CurrentFailureCount.ShouldBe(1);
        breaker.IsClosed.ShouldBeTrue();
        FailOnce(breaker);

        breaker.IsOpen.ShouldBeTrue();
        _heard.ShouldBe(["open"]);
        Should.Throw<OpenCircuitException>(() => breaker.WithSyncCircuitBreaker(() => 1)).RemainingDuration.ShouldBe(10 * Second);
    }

    [Fact]
    public void The_first_call_after_the_reset_timeout_decides()
    {
        var breaker = NewBreaker();
        FailOnce(breaker);
        FailOnce(breaker);

        Scheduler.Advance(10 * Second);
        breaker.IsHalfOpen.ShouldBeTrue();
        FailOnce(breaker);
        breaker.IsOpen.ShouldBeTrue();

        Scheduler.Advance(10 * Second);
        breaker.WithSyncCircuitBreaker(() => { });
        breaker.IsClosed.ShouldBeTrue();
        _heard.ShouldBe(["open", "half-open", "open", "half-open", "close"]);
    }

    [Fact]
    public async Task Only_one_call_passes_while_half_open()
    {
        var breaker = NewBreaker();
        FailOnce(breaker);
        FailOnce(breaker);
        Scheduler.Advance(10 * Second);
        var trial = new TaskCompletionSource();

        var first = breaker.WithCircuitBreaker(() => trial.Task);
        await Should.ThrowAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.CompletedTask));
        trial.SetResult();
        await first;

        breaker.IsClosed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_slow_call_fails_with_a_timeout()
    {
        var breaker = NewBreaker();
        var slow = new TaskCompletionSource<int>();

        var call = breaker.WithCircuitBreaker(() => slow.Task);
        Scheduler.Advance(Second);

        await Should.ThrowAsync<TimeoutException>(() => call);
        breaker.CurrentFailureCount.ShouldBe(1);
    }

    [Fact]
    public void Exponential_backoff_doubles_the_reset_timeout_up_to_its_limit()
    {
        var breaker = NewBreaker().WithExponentialBackoff(30 * Second);
        FailOnce(breaker);
        FailOnce(breaker);
        foreach (var seconds in new[] { 10, 20, 30, 30 })
        {
            Scheduler.Advance((seconds - 1) * Second);
            breaker.IsOpen.ShouldBeTrue();
            Scheduler.Advance(Second);
            breaker.IsHalfOpen.ShouldBeTrue();
            FailOnce(breaker);
        }
    }

    [Fact]
    public void Calls_made_elsewhere_can_be_counted()
    {
        var breaker = NewBreaker();
        breaker.Fail();
        breaker.Succeed();
        breaker.CurrentFailureCount.ShouldBe(0);
        breaker.Fail();
        breaker.Fail();
        breaker.IsOpen.ShouldBeTrue();
        breaker.LastCaughtException.ShouldBeOfType<UserCalledFailException>();
    }

    private CircuitBreaker NewBreaker() =>
        CircuitBreaker
            .Create(Sys.Scheduler, maxFailures: 2, callTimeout: Second, resetTimeout: 10 * Second)
            .OnOpen(() => _heard.Add("open"))
            .OnHalfOpen(() => _heard.Add("half-open"))
            .OnClose(() => _heard.Add("close"));

    private static void FailOnce(CircuitBreaker breaker) =>
        Should.Throw<InvalidOperationException>(() => breaker.WithSyncCircuitBreaker(() => throw new InvalidOperationException()));
}
