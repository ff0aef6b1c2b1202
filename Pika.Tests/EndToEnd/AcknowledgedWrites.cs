using System.Net.Sockets;

namespace Pika.Tests.EndToEnd;

/// <summary>
/// A client that writes one key after the other, to whichever server it is sent to, and remembers which writes were acknowledged. When a server does not
/// answer, or refuses, it asks again where to go.
/// </summary>
/// <param name="masterPort">Where to write.</param>
/// <param name="prefix">What its keys begin with.</param>
internal sealed class AcknowledgedWrites(Func<Task<int>> masterPort, string prefix = "key") : IAsyncDisposable
{
    /// <summary>A server that takes longer for an answer is left.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _keys = [];
    private Task _run = Task.CompletedTask;

    /// <summary>How many writes were acknowledged so far.</summary>
    public int Count
    {
        get
        {
            lock (_keys)
                return _keys.Count;
        }
    }

    /// <summary>Begins to write.</summary>
    public void Start() => _run = Task.Run(RunAsync);

    /// <summary>Stops writing, and returns the keys that were acknowledged.</summary>
    public async Task<IReadOnlyList<string>> Stop()
    {
        await _stop.CancelAsync();
        await _run;
        return _keys;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        for (var next = 0; !_stop.IsCancellationRequested; )
        {
            try
            {
                using var client = await RespClient.Connect(await masterPort());
                while (!_stop.IsCancellationRequested)
                {
                    var key = $"{prefix}:{next++}";
                    if (await client.Call("SET", key, "v").WaitAsync(Patience) != "+OK\r\n")
                        break;
                    lock (_keys)
                        _keys.Add(key);
                }
            }
            catch (Exception lost) when (lost is SocketException or IOException or TimeoutException)
            {
                // The next round asks where the master is.
            }

            await Task.Delay(20);
        }
    }
}
