using System.Net.Sockets;

namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>A server with its way to its master. What is done to the process is done one after the other.</summary>
internal sealed class ChaosNode(int number, PikaProcess process) : IAsyncDisposable
{
    /// <summary>How long it may take for an answer to an order.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private int _fullSyncs;
    private int _fullSyncsBefore;

    /// <summary>Its place in the fleet.</summary>
    public int Number => number;

    /// <summary>Where it serves, always.</summary>
    public int Port { get; } = process.Port;

    /// <summary>The process that is there now, or was there last.</summary>
    public PikaProcess Process { get; private set; } = process;

    /// <summary>Its way to its master.</summary>
    public LinkProxy Link { get; } = new();

    /// <summary>Whoever does something to the process holds it.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Whether the test has killed it and not started it again.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>The full syncs that it has begun as a master, as far as somebody has looked.</summary>
    public int FullSyncs => _fullSyncsBefore + _fullSyncs;

    /// <summary>What all its processes so far have printed.</summary>
    public string Output => _earlierOutput + Process.Output;

    private string _earlierOutput = "";

    public async Task Kill()
    {
        IsKilled = true;
        await Process.Kill();
    }

    public async Task Restart()
    {
        var before = Process;
        Process = await before.StartAgain();
        IsKilled = false;
        _earlierOutput += before.Output;
        (_fullSyncsBefore, _fullSyncs) = (FullSyncs, 0);
        await before.DisposeAsync();
    }

    /// <summary>Asks something; null if there is no answer.</summary>
    public async Task<string?> Ask(params string[] words)
    {
        RespClient? client = null;
        try
        {
            client = await RespClient.Connect(Port).WaitAsync(Patience);
            return await client.Call(words).WaitAsync(Patience);
        }
        catch (Exception gone) when (gone is SocketException or IOException or TimeoutException or ObjectDisposedException)
        {
            return null;
        }
        finally
        {
            client?.Dispose();
        }
    }

    /// <summary>The fields of a section of INFO; none if there is no answer.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Info(string section)
    {
        var fields = new Dictionary<string, string>();
        foreach (var line in (await Ask("INFO", section) ?? "").Split("\r\n"))
        {
            if (line.Split(':', 2) is [var name, var value])
                fields[name] = value;
        }

        return fields;
    }

    /// <summary>Whether it says that it is a master; null if it says nothing.</summary>
    public async Task<bool?> IsMaster() => (await Info("replication")).TryGetValue("role", out var role) ? role == "master" : null;

    /// <summary>The last record of its log, comparable among nodes; null if it does not say.</summary>
    public async Task<(long Epoch, long Index)?> End()
    {
        var binlog = await Info("binlog");
        return binlog.TryGetValue("binlog_epoch", out var epoch) && binlog.TryGetValue("binlog_last_index", out var index)
            ? (long.Parse(epoch), long.Parse(index))
            : null;
    }

    /// <summary>Looks how many full syncs it has begun.</summary>
    public async Task Count()
    {
        if (int.TryParse((await Info("stats")).GetValueOrDefault("sync_full"), out int count))
            _fullSyncs = Math.Max(_fullSyncs, count);
    }

    /// <summary>
    /// Orders it to follow the node behind a port, over its link. A node that has handed over and has not met its heir yet refuses that; when it has had its time, the handover is aborted, as an operator would.
    /// </summary>
    public async Task Follow(int port)
    {
        Link.LeadTo(port);
        long began = TimeProvider.System.GetTimestamp();
        while (await Ask("REPLICAOF", "127.0.0.1", $"{Link.Port}") is { } reply && reply.Contains("failing over", StringComparison.Ordinal))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                await Ask("FAILOVER", "ABORT");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Link.DisposeAsync();
        Gate.Dispose();
    }
}
