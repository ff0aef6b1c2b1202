using System.Net.Sockets;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>
/// Data that the master holds from the beginning and nobody changes, and somebody who looks at a replica all the time: whenever it says that it is up, it must have all of it. The replica may be killed
/// and started again meanwhile.
/// </summary>
internal sealed class TruthWatch : IAsyncDisposable
{
    private const int Keys = 2_000;
    private const string Database = "9";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private int _looks;

    /// <summary>Begins to watch.</summary>
    /// <param name="replica">The process that is the replica at the moment.</param>
    public TruthWatch(Func<PikaProcess> replica) => _watching = Task.Run(() => Watch(replica));

    /// <summary>How often it found the replica up, and right.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Gives a master the data.</summary>
    public static async Task Prepare(PikaProcess master)
    {
        using var client = await master.Connect();
        await client.Call("SELECT", Database);
        for (var i = 0; i < Keys; i++)
            (await client.Call("SET", $"truth{i}", Value(i))).ShouldBe("+OK\r\n");
    }

    /// <summary>Ends watching; fails if the replica was ever up with wrong data.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _watching;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_watching, Task.Delay(RespClient.Timeout));
        _stop.Dispose();
    }

    private static string Value(int i) => $"{i}" + new string('t', 300);

    private async Task Watch(Func<PikaProcess> replica)
    {
        var random = new Random(Scale.Seed);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await replica().Connect();
                await client.Call("SELECT", Database);
                while (!_stop.IsCancellationRequested)
                {
                    await Look(client, random);
                    await Task.Delay(2);
                }
            }
            catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException)
            {
                // It was killed, or it starts anew on what it has received.
                await Task.Delay(10);
            }
        }
    }

    private async Task Look(RespClient client, Random random)
    {
        if ((await Fleet.Info(client, "replication")).GetValueOrDefault("master_link_status") != "up")
            return;

        (await client.Call("DBSIZE")).ShouldBe($":{Keys}\r\n", $"it said up; seed {Scale.Seed}");
        var i = random.Next(Keys);
        (await client.Call("GET", $"truth{i}")).ShouldBe($"${Value(i).Length}\r\n{Value(i)}\r\n", $"it said up; seed {Scale.Seed}");
        Interlocked.Increment(ref _looks);
    }
}
