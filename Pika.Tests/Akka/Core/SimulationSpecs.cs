using Akka.Actor;
using Akka.Dispatch.Deterministic;

namespace Pika.Tests.ActorRuntime;

public sealed class SimulationSpecs
{
    [Fact]
    public void One_seed_makes_one_run()
    {
        for (var seed = 0; seed < 20; seed++)
            Play(seed).ShouldBe(Play(seed));
    }

    [Fact]
    public void Other_seeds_make_other_interleavings()
    {
        Enumerable.Range(0, 20).Select(seed => string.Join(' ', Play(seed).Log)).Distinct().Count().ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Messages_of_one_sender_stay_in_order_under_every_seed()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var log = Play(seed).Log;
            for (var sender = 0; sender < 3; sender++)
                log.Where(entry => entry.StartsWith($"{sender}:", StringComparison.Ordinal))
                    .ShouldBe(Enumerable.Range(0, 5).Select(i => $"{sender}:{i}"));
        }
    }

    [Fact]
    public void Nothing_runs_by_itself()
    {
        using var simulation = new Simulation(seed: 3);
        var system = simulation.CreateSystem("still", "akka.loglevel = OFF");
        var ran = false;
        system.ActorOf(Scripted.Props((_, _) => ran = true)).Tell("go");
        ran.ShouldBeFalse();
        simulation.RunUntilIdle();

        ran.ShouldBeTrue();
    }

    [Fact]
    public void Time_passes_only_when_told_and_all_clocks_agree()
    {
        using var simulation = new Simulation(seed: 3);
        var system = simulation.CreateSystem("clocks", "akka.loglevel = OFF");
        var start = simulation.Time.GetUtcNow();
        var fired = new List<TimeSpan>();
        using var timer = simulation.Time.CreateTimer(
            _ => fired.Add(simulation.Elapsed),
            state: null,
            TimeSpan.FromSeconds(2),
            TimeSpan.FromSeconds(3)
        );
        simulation.AdvanceTime(TimeSpan.FromSeconds(9));

        (simulation.Time.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(9));
        system.Scheduler.MonotonicClock.ShouldBe(TimeSpan.FromSeconds(9));
        fired.ShouldBe([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8)]);
    }

    [Fact]
    public void An_ask_times_out_in_virtual_time()
    {
        using var simulation = new Simulation(seed: 3);
        var system = simulation.CreateSystem("ask", "akka.loglevel = OFF");
        var silent = system.ActorOf(Scripted.Props((_, _) => { }));
        var asked = silent.Ask<string>("hello", TimeSpan.FromMinutes(5));

        Should.Throw<AskTimeoutException>(() => simulation.Await(asked));
        simulation.Elapsed.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Asynchronous_handlers_run_inside_the_simulation()
    {
        using var simulation = new Simulation(seed: 3);
        var system = simulation.CreateSystem("async", "akka.loglevel = OFF");
        var thread = Environment.CurrentManagedThreadId;
        var waiter = system.ActorOf(Props.Create(() => new Waiter(simulation.Time)));

        simulation.Await(waiter.Ask<int>("go")).ShouldBe(thread);
        simulation.Elapsed.ShouldBe(TimeSpan.FromSeconds(30));
    }

    private sealed class Waiter : ReceiveActor
    {
        public Waiter(TimeProvider time) =>
            ReceiveAsync<string>(async _ =>
            {
                await Task.Delay(TimeSpan.FromSeconds(30), time);
                Sender.Tell(Environment.CurrentManagedThreadId);
            });
    }

    /// <summary>Three actors that each tell a fourth one five numbers, one number a turn.</summary>
    private static Run Play(int seed)
    {
        using var simulation = new Simulation(seed);
        var system = simulation.CreateSystem("play", "akka.loglevel = OFF");
        var log = new List<string>();
        var target = system.ActorOf(Scripted.Props((_, message) => log.Add((string)message)), "target");
        for (var sender = 0; sender < 3; sender++)
        {
            var name = sender;
            system
                .ActorOf(
                    Scripted.Props(
                        (me, message) =>
                        {
                            target.Tell($"{name}:{message}");
                            if ((int)message < 4)
                                me.Me.Tell((int)message + 1);
                        }
                    ),
                    $"sender-{sender}"
                )
                .Tell(0);
        }

        simulation.RunUntilIdle();
        return new Run(log, simulation.Steps, simulation.Fingerprint);
    }

    private sealed record Run(IReadOnlyList<string> Log, long Steps, ulong Fingerprint)
    {
        public bool Equals(Run? other) =>
            other is not null && Log.SequenceEqual(other.Log) && Steps == other.Steps && Fingerprint == other.Fingerprint;

        public override int GetHashCode() => Fingerprint.GetHashCode();
    }
}
