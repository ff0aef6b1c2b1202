using Akka.Dispatch.Deterministic;
using Pika.Actors.Node;

namespace Pika.Tests.Simulated.Machines;

/// <summary>The storage pool of a simulated process: work that takes as long as its machine's disk does, half of it before it has effect.</summary>
internal sealed class SimulatedPool(SimulatedProcess process, Func<TimeSpan> latency) : IStoragePool
{
    private readonly List<Action> _waiting = [];
    private bool _ended;

    public Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Action run = () => { };
        run = () =>
        {
            if (_waiting.Remove(run))
                RunNow(work, done);
        };
        _waiting.Add(run);
        process.PostAfter(latency(), run);
        return done.Task;
    }

    /// <summary>What waits is done, as by threads that are joined.</summary>
    public void Dispose()
    {
        _ended = true;
        foreach (var work in _waiting.ToArray())
            work();
    }

    private void RunNow<T>(Func<T> work, TaskCompletionSource<T> done)
    {
        Action complete;
        try
        {
            var result = work();
            complete = () => done.SetResult(result);
        }
        catch (Exception failure)
        {
            complete = () => done.SetException(failure);
        }

        if (_ended)
            complete();
        else
            process.PostAfter(latency(), complete);
    }
}
