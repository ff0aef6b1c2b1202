namespace Akka.Dispatch.Deterministic;

/// <summary>Brings the continuations of awaited tasks back into the simulation, where they compete with the actors for the next turn.</summary>
internal sealed class SimulationContext(SimulatedProcess process) : SynchronizationContext
{
    /// <summary>Whether the present code runs in a simulation.</summary>
    public static bool IsCurrent => Current is SimulationContext;

    public void Run(Action action)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => process.Ready(new ActionRunnable(() => d(state)));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
