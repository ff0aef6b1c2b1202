using Akka.Configuration;

namespace Akka.Dispatch.Deterministic;

/// <summary>Hands its mailboxes to a simulation, which runs one message of one of them at a time.</summary>
internal sealed class DeterministicDispatcher : MessageDispatcher
{
    private readonly Simulation _simulation;

    public DeterministicDispatcher(MessageDispatcherConfigurator configurator, Simulation simulation)
        : base(configurator)
    {
        _simulation = simulation;
        Throughput = 1;
    }

    protected override void ExecuteTask(IRunnable run) => _simulation.Ready(run);

    protected override void Shutdown() { }
}

internal sealed class DeterministicDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly DeterministicDispatcher _dispatcher;

    public DeterministicDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new DeterministicDispatcher(this, Simulation.ById(prerequisites.Settings.Config.GetString("akka.simulation.id")));

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
