using System.Net.Sockets;

namespace Pika.Tests.EndToEnd;

/// <summary>A stock Redis Sentinel, which is redis-server by another name, watching over one master.</summary>
internal sealed class SentinelProcess : ServerProcess
{
    /// <summary>The name of the master in Sentinel.</summary>
    private const string Master = "pika";

    private SentinelProcess(int port)
        : base(port) { }

    /// <summary>Starts it, alone and so in agreement with itself; a master that does not answer for a second and a half is down.</summary>
    public static async Task<SentinelProcess> Start(string folder, int masterPort)
    {
        var process = new SentinelProcess(FreePort());
        var file = Path.Combine(folder, "sentinel.conf");
        await File.WriteAllLinesAsync(
            file,
            [
                $"port {process.Port}",
                "bind 127.0.0.1",
                $"dir {folder}",
                $"sentinel monitor {Master} 127.0.0.1 {masterPort} 1",
                $"sentinel down-after-milliseconds {Master} 1500",
                $"sentinel failover-timeout {Master} 10000",
            ]
        );
        process.Launch("redis-server", [file, "--sentinel"]);
        await Eventually.Holds(process.Answers, "Sentinel answers");
        return process;
    }

    /// <summary>The port of the master that clients are sent to.</summary>
    public async Task<int> MasterPort()
    {
        using var client = await Connect();
        var reply = await client.Call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Master);
        return int.Parse(reply.Split("\r\n")[4]);
    }

    /// <summary>How many replicas it sees that are up and follow the master.</summary>
    public async Task<int> SoundReplicas()
    {
        using var client = await Connect();
        var reply = await client.Call("SENTINEL", "REPLICAS", Master);
        var words = reply.Split("\r\n");
        return words.Where((word, i) => word == "flags" && words[i + 2] == "slave").Count();
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var client = await Connect();
            return await client.Call("PING") == "+PONG\r\n";
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
