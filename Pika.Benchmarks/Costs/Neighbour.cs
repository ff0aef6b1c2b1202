namespace Pika.Benchmarks.Costs;

/// <summary>Another client of the server, which reads and writes small keys of all shards all the time and notes the longest wait.</summary>
internal sealed class Neighbour : IDisposable
{
    /// <summary>Between two commands, so that the client does not take a processor for itself.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;
    private long _slowest;

    /// <summary>Connects and begins.</summary>
    public Neighbour(int port) => _running = Task.Factory.StartNew(() => Run(port), TaskCreationOptions.LongRunning);

    /// <summary>The longest time that a command took since the last call.</summary>
    public TimeSpan TakeSlowest() => new(Interlocked.Exchange(ref _slowest, 0));

    public void Dispose()
    {
        _end.Cancel();
        _running.Wait();
        _end.Dispose();
    }

    private void Run(int port)
    {
        using var connection = new RespConnection(port);
        for (int i = 0; !_end.IsCancellationRequested; i++)
        {
            string key = $"small:{i / 2 % 1000}";
            var time = connection.Ask(i % 2 == 0 ? ["SET", key, "v"] : ["GET", key]);
            _slowest = Math.Max(Interlocked.Read(ref _slowest), time.Ticks);
            _end.Token.WaitHandle.WaitOne(Pause);
        }
    }
}
