namespace Pika.Tests.EndToEnd.Replication;

/// <summary>
/// Connections that write in pipelines, as fast as they are answered, until they are stopped. A step is a few commands that belong together, as a transaction is.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _writers;
    private long _answered;

    private Load(ServerProcess server, int connections, int pipeline, Func<int, Random, string[][]> next) =>
        _writers = [.. Enumerable.Range(0, connections).Select(number => Task.Run(() => Write(server, number, pipeline, next)))];

    /// <summary>Commands that were answered so far.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Starts to write.</summary>
    /// <param name="pipeline">Steps that are sent at once.</param>
    /// <param name="next">The next step of a connection: its commands.</param>
    public static Load Start(ServerProcess server, int connections, int pipeline, Func<int, Random, string[][]> next) =>
        new(server, connections, pipeline, next);

    /// <summary>The same with one command to a step.</summary>
    public static Load Start(ServerProcess server, int connections, int pipeline, Func<int, Random, string[]> next) =>
        new(server, connections, pipeline, (number, random) => [next(number, random)]);

    /// <summary>Stops to write, when what was sent is answered. Fails if anything was answered with an error.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writers);
    }

    /// <summary>Waits until so many more commands are answered.</summary>
    public async Task Go(long commands)
    {
        var end = Answered + commands;
        var writers = Task.WhenAll(_writers);
        while (Answered < end)
        {
            if (writers.IsCompleted)
                await writers;
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_writers), Task.Delay(RespClient.Timeout));
        _stop.Dispose();
    }

    private async Task Write(ServerProcess server, int number, int pipeline, Func<int, Random, string[][]> next)
    {
        var random = new Random(Scale.Seed + number);
        using var client = await server.Connect();
        var bytes = new MemoryStream();
        while (!_stop.IsCancellationRequested)
        {
            bytes.SetLength(0);
            var sent = Enumerable.Range(0, pipeline).SelectMany(_ => next(number, random)).ToList();
            foreach (var command in sent)
                bytes.Write(RespClient.Encode(command));
            await client.Send(bytes.ToArray());
            foreach (var command in sent)
            {
                var reply = await client.Read();
                reply.ShouldNotStartWith("-", Case.Sensitive, $"{string.Join(' ', command)}; seed {Scale.Seed}");
            }

            Interlocked.Add(ref _answered, sent.Count);
        }
    }
}
