using System.Net.Sockets;
using System.Text;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>The servers of a test, and what is asked of them. When a wait fails, it tells what all of them say of replication.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    /// <summary>How long a replica may take to come up, or to catch up; several times what a busy machine needs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(Scale.Of(40, 300));

    private readonly TemporaryFolder _folder = new();
    private readonly List<PikaProcess> _servers = [];

    /// <summary>A path for the files of one more server.</summary>
    public string NextFolder() => _folder.File($"node{_servers.Count}-{Path.GetRandomFileName()}");

    /// <summary>Starts a server with an empty store.</summary>
    public async Task<PikaProcess> Start(params string[] directives) => Keep(await PikaProcess.Start(NextFolder(), directives));

    /// <summary>Starts a replica with an empty store; it may be far from up.</summary>
    /// <param name="masterPort">The master's port, or that of a proxy before it.</param>
    public async Task<PikaProcess> StartReplica(int masterPort, params string[] directives)
    {
        var replica = await Start(directives);
        await Follow(replica, masterPort);
        return replica;
    }

    /// <summary>Kills a server and starts another on its files, on another port.</summary>
    public async Task<PikaProcess> KillAndRestart(PikaProcess server, params string[] directives)
    {
        await server.Kill();
        await server.DisposeAsync();
        _servers.Remove(server);
        return Keep(await server.Restart(directives));
    }

    /// <summary>Orders a server to be a replica.</summary>
    public static async Task Follow(ServerProcess replica, int masterPort)
    {
        using var client = await replica.Connect();
        (await client.Call("REPLICAOF", "127.0.0.1", $"{masterPort}")).ShouldBe("+OK\r\n");
    }

    /// <summary>The fields of a section of INFO.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Info(ServerProcess server, string section)
    {
        using var client = await server.Connect();
        return await Info(client, section);
    }

    /// <summary>The fields of a section of INFO.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Info(RespClient client, string section) =>
        (await client.Call("INFO", section))
            .Split("\r\n")
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>Whether a replica says that it is connected to its master and holds its data.</summary>
    public static async Task<bool> IsUp(ServerProcess replica) =>
        (await Info(replica, "replication")).GetValueOrDefault("master_link_status") == "up";

    /// <summary>Waits for a replica to come up.</summary>
    public Task UntilUp(ServerProcess replica) => Until(() => IsUp(replica), $"the replica at port {replica.Port} comes up");

    /// <summary>Waits for a condition. A replica cuts its clients when it starts anew on what it has received: then it does not hold yet.</summary>
    public async Task Until(Func<Task<bool>> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await Holds(condition))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"waited {Patience.TotalSeconds} s until {what}; seed {Scale.Seed}\n{await Describe()}");
            await Task.Delay(20);
        }
    }

    /// <summary>Two servers hold the same data right behind the same record: <c>pika check</c>.</summary>
    public async Task ShouldBeEqual(ServerProcess one, ServerProcess other)
    {
        var (code, output) = await PikaProcess.Run(
            TimeSpan.FromSeconds(150),
            "check",
            $"127.0.0.1:{one.Port}",
            $"127.0.0.1:{other.Port}",
            "--timeout",
            "120"
        );
        if (code != 0)
            throw new InvalidOperationException($"pika check ended with {code}; seed {Scale.Seed}\n{output}\n{await Describe()}");
    }

    /// <summary>How many full syncs a master has begun.</summary>
    public static async Task<int> FullSyncs(ServerProcess master) => int.Parse((await Info(master, "stats"))["sync_full"]);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<bool> Holds(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (Exception cut) when (cut is IOException or SocketException)
        {
            return false;
        }
    }

    private PikaProcess Keep(PikaProcess server)
    {
        _servers.Add(server);
        return server;
    }

    private async Task<string> Describe()
    {
        var text = new StringBuilder();
        foreach (var server in _servers)
        {
            text.AppendLine($"--- port {server.Port}{(server.HasExited ? ", which has ended" : "")}");
            await Holds(async () =>
            {
                using var client = await server.Connect();
                text.AppendLine(await client.Call("INFO", "replication"));
                return true;
            });

            foreach (var line in server.Output.Split('\n').TakeLast(15))
                text.AppendLine(line);
        }

        return text.ToString();
    }
}
