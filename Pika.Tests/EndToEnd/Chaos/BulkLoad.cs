using System.Net.Sockets;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>Writes values of some kilobytes over and over, which nobody looks at, so that the log gets files, and snapshots get some size.</summary>
internal sealed class BulkLoad(Func<int> masterPort)
{
    private const int Keys = 400;
    private static readonly string Value = new('v', 6000);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task Run(CancellationToken stop)
    {
        for (int i = 0; !stop.IsCancellationRequested; )
        {
            try
            {
                using var client = await RespClient.Connect(masterPort()).WaitAsync(Patience, stop);
                await client.Call("SELECT", "2").WaitAsync(Patience, stop);
                while (await client.Call("SET", $"bulk:{i++ % Keys}", Value).WaitAsync(Patience, stop) == "+OK\r\n")
                    await Task.Delay(5, stop);
            }
            catch (Exception gone) when (gone is SocketException or IOException or TimeoutException or OperationCanceledException)
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }
}
