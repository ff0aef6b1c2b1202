using Akka.Dispatch.Deterministic;

namespace Pika.Tests.Simulated.Network;

/// <summary>Something that a process waits for. It is built on single completions because combined tasks finish on the thread pool, outside of the simulation.</summary>
internal sealed class SimulatedSignal(SimulatedProcess process)
{
    private List<TaskCompletionSource> _waiting = [];

    /// <summary>Ends with the next <see cref="Fire"/>, in the process.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var wait = new TaskCompletionSource();
        _waiting.Add(wait);
        using var giveUp = cancel.Register(() => wait.TrySetCanceled(cancel));
        await wait.Task;
    }

    /// <summary>Lets all go on that wait now.</summary>
    public void Fire()
    {
        if (_waiting.Count == 0)
            return;
        var fired = _waiting;
        _waiting = [];
        process.Post(() => fired.ForEach(wait => wait.TrySetResult()));
    }
}
