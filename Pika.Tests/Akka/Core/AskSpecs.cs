using Akka.Actor;
using Akka.Event;

namespace Pika.Tests.ActorRuntime;

public sealed class AskSpecs : RuntimeSpecs
{
    private IActorRef Echo => Spawn((me, message) => me.From.Tell(message));

    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task The_answer_is_the_result(string dispatcher)
    {
        var echo = Spawn((me, message) => me.From.Tell(message), dispatcher);

        (await echo.Ask<string>("hello", Patience)).ShouldBe("hello");
    }

    [Fact]
    public async Task Many_at_once_get_each_its_own_answer()
    {
        var echo = Echo;
        var answers = await Task.WhenAll(Enumerable.Range(0, 5_000).Select(i => echo.Ask<int>(i, Patience)));

        answers.ShouldBe(Enumerable.Range(0, 5_000));
    }

    [Fact]
    public async Task No_answer_in_time_is_a_timeout()
    {
        var silent = Spawn((_, _) => { });

        await Should.ThrowAsync<AskTimeoutException>(() => silent.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_wait()
    {
        var silent = Spawn((_, _) => { });
        using var source = new CancellationTokenSource();
        var asked = silent.Ask<string>("hello", source.Token);
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task A_failure_is_thrown()
    {
        var failing = Spawn((me, _) => me.From.Tell(new Status.Failure(new InvalidDataException("no"))));

        (await Should.ThrowAsync<InvalidDataException>(() => failing.Ask<string>("hello", Patience))).Message.ShouldBe("no");
    }

    [Fact]
    public async Task An_answer_of_another_type_is_an_error()
    {
        await Should.ThrowAsync<ArgumentException>(() => Echo.Ask<string>(42, Patience));
    }

    [Fact]
    public async Task A_late_answer_is_a_dead_letter()
    {
        var collector = NewCollector();
        System.EventStream.Subscribe(collector.Ref, typeof(DeadLetter));
        var twice = Spawn(
            (me, _) =>
            {
                me.From.Tell("first");
                me.From.Tell("second");
            }
        );

        (await twice.Ask<string>("go", Patience)).ShouldBe("first");
        (await collector.Next<DeadLetter>()).Message.ShouldBe("second");
    }

    [Fact]
    public async Task A_selection_can_be_asked()
    {
        System.ActorOf(Scripted.Props((me, message) => me.From.Tell(message)), "echo");

        (await System.ActorSelection("/user/echo").Ask<string>("hello", Patience)).ShouldBe("hello");
    }
}
