using Akka;
using Akka.Actor;

namespace Pika.Tests.Akka;

public sealed class CoordinatedShutdownSpecs : global::Akka.TestKit.Xunit2.TestKit
{
    private const string Config = """
        akka.coordinated-shutdown {
          run-by-clr-shutdown-hook = off
          phases {
            impatient { timeout = 50ms, depends-on = [service-stop] }
            strict { recover = off, depends-on = [impatient] }
            skipped { enabled = off }
            before-cluster-shutdown.depends-on = [service-stop, strict]
          }
        }
        """;

    private readonly List<string> _ran = [];

    public CoordinatedShutdownSpecs()
        : base(Config) { }

    [Fact]
    public async Task Phases_run_in_the_order_of_their_dependencies_and_the_system_ends_last()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        Record(shutdown, CoordinatedShutdown.PhaseBeforeActorSystemTerminate);
        Record(shutdown, CoordinatedShutdown.PhaseServiceStop);
        Record(shutdown, CoordinatedShutdown.PhaseBeforeServiceUnbind);
        Record(shutdown, CoordinatedShutdown.PhaseServiceUnbind);
        shutdown.ShutdownReason.ShouldBeNull();

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);

        _ran.ShouldBe(["before-service-unbind", "service-unbind", "service-stop", "before-actor-system-terminate"]);
        Sys.WhenTerminated.IsCompleted.ShouldBeTrue();
        shutdown.ShutdownReason.ShouldBe(CoordinatedShutdown.ClrExitReason.Instance);
    }

    [Fact]
    public async Task Terminate_runs_the_phases()
    {
        Record(CoordinatedShutdown.Get(Sys), CoordinatedShutdown.PhaseServiceStop);

        await Sys.Terminate();

        _ran.ShouldBe(["service-stop"]);
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        Record(shutdown, CoordinatedShutdown.PhaseServiceStop);

        var first = shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);
        var second = shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        await Task.WhenAll(first, second);

        _ran.Count.ShouldBe(1);
        shutdown.ShutdownReason.ShouldBe(CoordinatedShutdown.ClrExitReason.Instance);
    }

    [Fact]
    public async Task A_run_can_begin_with_a_later_phase()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        Record(shutdown, CoordinatedShutdown.PhaseServiceUnbind);
        Record(shutdown, CoordinatedShutdown.PhaseServiceStop);

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop);

        _ran.ShouldBe(["service-stop"]);
    }

    [Fact]
    public async Task A_failed_task_and_a_slow_phase_do_not_stop_the_shutdown()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () => throw new InvalidOperationException());
        shutdown.AddTask("impatient", "hangs", () => new TaskCompletionSource<Done>().Task);
        Record(shutdown, CoordinatedShutdown.PhaseBeforeClusterShutdown);

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);

        _ran.ShouldBe(["before-cluster-shutdown"]);
    }

    [Fact]
    public async Task A_phase_that_does_not_recover_stops_the_shutdown_with_its_error()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        shutdown.AddTask("strict", "fails", () => throw new InvalidOperationException("boom"));
        Record(shutdown, CoordinatedShutdown.PhaseBeforeClusterShutdown);

        (
            await Should.ThrowAsync<InvalidOperationException>(() => shutdown.Run(CoordinatedShutdown.UnknownReason.Instance))
        ).Message.ShouldBe("boom");

        _ran.ShouldBeEmpty();
        await ((ActorSystemImpl)Sys).FinalTerminate();
    }

    [Fact]
    public async Task A_disabled_phase_is_skipped()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);
        Record(shutdown, "skipped");

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);

        _ran.ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_phase_is_refused()
    {
        var shutdown = CoordinatedShutdown.Get(Sys);

        Should.Throw<ArgumentException>(() => shutdown.AddTask("nowhere", "task", () => Task.FromResult(Done.Instance)));
        shutdown.Timeout("impatient").ShouldBe(TimeSpan.FromMilliseconds(50));
        shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_cycle_of_phases_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ShutdownPhases([Phase("a", "b"), Phase("b", "a")])).Message.ShouldContain("Cycle");
    }

    private static ShutdownPhase Phase(string name, string dependsOn) => new(name, [dependsOn], TimeSpan.FromSeconds(1), true, true);

    private void Record(CoordinatedShutdown shutdown, string phase) =>
        shutdown.AddTask(
            phase,
            "record",
            () =>
            {
                lock (_ran)
                    _ran.Add(phase);
                return Task.FromResult(Done.Instance);
            }
        );
}
