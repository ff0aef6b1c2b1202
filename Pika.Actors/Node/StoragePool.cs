using System.Collections.Concurrent;

namespace Pika.Actors.Node;

/// <summary>The pool of a server: threads that mostly sleep.</summary>
public sealed class StoragePool : IStoragePool
{
    /// <summary>
    /// Work that may wait. Each client has at most one piece here, and the actors have a handful, so that this bound is met only
    /// when there are more clients than the default of maxclients; then the caller waits.
    /// </summary>
    private const int QueueBound = 16_384;

    private readonly BlockingCollection<Action> _queue = new(QueueBound);
    private readonly Thread[] _threads;

    /// <summary>Starts the threads.</summary>
    public StoragePool(int threads)
    {
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"pika-storage-{i}" };
            _threads[i].Start();
        }
    }

    /// <inheritdoc/>
    public Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add(() => Complete(work, done));
        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _queue.Dispose();
    }

    private static void Complete<T>(Func<T> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(work());
        }
        catch (Exception failure)
        {
            done.SetException(failure);
        }
    }

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            work();
        }
    }
}
