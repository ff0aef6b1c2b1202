using System.Collections.Concurrent;

namespace Akka.Dispatch;

/// <summary>A fixed number of threads that serve one queue of mailboxes. Each mailbox is in the queue at most once, which bounds it.</summary>
internal sealed class DedicatedThreadPool : IDisposable
{
    private readonly BlockingCollection<IRunnable> _work = [];

    public DedicatedThreadPool(string name, int threadCount, bool isBackground)
    {
        for (var i = 0; i < threadCount; i++)
            new Thread(Serve) { Name = threadCount == 1 ? name : $"{name}-{i + 1}", IsBackground = isBackground }.Start();
    }

    public void Queue(IRunnable run)
    {
        try
        {
            _work.Add(run);
        }
        catch (InvalidOperationException)
        {
            // The system has terminated and its threads are gone; what comes later only finds closed mailboxes.
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        }
    }

    public void Dispose() => _work.CompleteAdding();

    private void Serve()
    {
        foreach (var run in _work.GetConsumingEnumerable())
            run.Run();
    }
}
