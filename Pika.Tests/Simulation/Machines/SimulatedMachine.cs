using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Akka.Dispatch.Deterministic;
using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Actors.Information;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;
using Pika.Storage.Store;
using Pika.Tests.Actors.Support;
using Pika.Tests.Simulated.Checks;
using Pika.Tests.Simulated.Network;
using Pika.Tests.Support;

namespace Pika.Tests.Simulated.Machines;

/// <summary>
/// A machine with a disk, a clock, a name on the network, and at most one process of the server, which is started as the host does it. It is
/// started again by itself when it asks for that, as at the end of a full sync.
/// </summary>
internal sealed class SimulatedMachine
{
    private readonly Simulation _simulation;
    private readonly SimulatedNetwork _network;
    private readonly Random _random;
    private readonly IStateObserver _observer;
    private readonly ILoggerFactory _loggers;
    private readonly Action<ServerConfig> _configure;
    private readonly double _coldReads;
    private readonly Action<string, string> _violate;
    private SimulatedProcess? _process;
    private long _starts;

    /// <summary>The disk has just stopped in the middle of something: the process fails, and is ended for that.</summary>
    private bool _isEnding;

    public SimulatedMachine(Simulation simulation, SimulatedNetwork network, Random random, string name, MachineParts parts)
    {
        (_simulation, _network, _random, Name) = (simulation, network, random, name);
        (_observer, _loggers, _configure) = (parts.Observer, parts.Loggers, parts.Configure);
        (_coldReads, _violate) = (parts.ColdReads, parts.Violate);
        Disk = new SimulatedFileSystem(random.Next());
        Disk.CreateDirectory(Folder.Data);
    }

    public static SyncFolder Folder { get; } = new("/data");

    public string Name { get; }

    public SimulatedFileSystem Disk { get; private set; }

    /// <summary>The node, while one is open.</summary>
    public PikaNode? Node { get; private set; }

    /// <summary>The rows, while the node is open.</summary>
    public SimulatedStore? Store { get; private set; }

    public SimulatedProcess? Process => _process is { IsAlive: true } ? _process : null;

    /// <summary>Whether clients can be served.</summary>
    public bool IsUp => Node is not null && Process is { IsStopped: false };

    /// <summary>How many times slower than usual the disk is.</summary>
    public double DiskSlowness { get; set; } = 1;

    /// <summary>How far the wall clock goes before the others'.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>Whether a bit of its log has rotted.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Why the last process could not go on; null if it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>The end of the log when the node was last to be opened again, and whom it followed.</summary>
    public (LogEpoch? Epoch, LogIndex Last, string? Master) Left { get; private set; }

    /// <summary>Is told when the process has ended in the middle of what it did with its disk, and whether it was starting.</summary>
    public event Action<SimulatedMachine, bool> Ended = (_, _) => { };

    /// <summary>After so many steps on the disk the power fails when the machine is started next.</summary>
    public int? StepsOfNextStart { get; set; }

    /// <summary>The epochs of the log of the last node that was open.</summary>
    public LogHistory History { get; private set; } = LogHistory.Empty;

    /// <summary>Is told when the data of a full sync take the place of the machine's, which are there still.</summary>
    public event Action<SimulatedMachine, SimulatedStore> Installing = (_, _) => { };

    /// <summary>Is told when the data of a full sync have taken the place of the machine's.</summary>
    public event Action<SimulatedMachine, SimulatedStore> Installed = (_, _) => { };

    /// <summary>Starts a process.</summary>
    public void Start()
    {
        if (Process is not null)
            return;
        Failure = null;
        Left = default;
        _process = _simulation.CreateProcess($"{Name}-{++_starts}");
        _process.ClockSkew = ClockSkew;
        _network.Return(Name);
        if (StepsOfNextStart is { } steps)
            EndAfter(steps, losesPower: true);
        StepsOfNextStart = null;
        var process = _process;
        process.Post(() => _ = RunAsync(process));
    }

    /// <summary>kill -9: the process is gone, what it has written stays.</summary>
    public void Kill()
    {
        EndProcess(silently: false);
        Disk = Disk.Restart();
    }

    /// <summary>The power is gone: so is what was not synced.</summary>
    public void CutPower()
    {
        EndProcess(silently: true);
        Disk = Disk.Crash();
    }

    /// <summary>Ends the process in the middle of what it does with its disk.</summary>
    /// <param name="steps">Changes and syncs that still succeed.</param>
    /// <param name="losesPower">Whether what is not synced is lost.</param>
    public void EndAfter(int steps, bool losesPower)
    {
        var disk = Disk;
        disk.CutPowerAfter(steps);
        disk.Died += () =>
        {
            _isEnding = true;
            _simulation.Main.Post(() =>
            {
                _isEnding = false;
                if (Disk != disk)
                    return;
                var wasStarting = Node is null;
                (losesPower ? (Action)CutPower : Kill)();
                Ended(this, wasStarting);
            });
        };
    }

    /// <summary>An empty machine takes the place of this one.</summary>
    public void Wipe()
    {
        EndProcess(silently: true);
        Disk = new SimulatedFileSystem(_random.Next());
        Disk.CreateDirectory(Folder.Data);
        IsDamaged = false;
    }

    /// <summary>A bit rots in a file of the log that nothing is written to any more.</summary>
    /// <param name="place">Which one, from 0 to below 1.</param>
    /// <returns>Whether there is such a file.</returns>
    public bool TryDamageLog(double place)
    {
        var cold = Disk.List(Folder.Log)
            .Where(name => name.StartsWith("write2file", StringComparison.Ordinal))
            .OrderBy(NumberOf)
            .SkipLast(2)
            .ToArray();
        if (cold.Length == 0)
            return false;
        var file = Path.Combine(Folder.Log, cold[(int)(place * cold.Length)]);
        Disk.Flip(file, (int)(place * Disk[file].Length), bit: 3);
        return IsDamaged = true;
    }

    private static int NumberOf(string segment) => int.Parse(segment["write2file".Length..], CultureInfo.InvariantCulture);

    private void EndProcess(bool silently)
    {
        if (_process is not { IsAlive: true } process)
            return;
        process.Kill();
        _network.End(Name, process, silently);
        History = Node?.History ?? History;
        (Node, Store) = (null, null);
    }

    private async Task RunAsync(SimulatedProcess process)
    {
        try
        {
            while (true)
            {
                var node = await OpenAsync(process);
                _network.Listen(Name, process, connection => _ = SimulatedService.ServeAsync(node, connection));
                var ended = new TaskCompletionSource<bool>();
                _ = NoteAsync(node.RestartRequested, () => ended.TrySetResult(true));
                _ = NoteAsync(node.ShutdownRequested, () => ended.TrySetResult(false));
                var again = await ended.Task;
                Left = (node.History.Find(node.Binlog.Position.Last.Epoch), node.Binlog.Position.Last, node.Replication.Master?.Host);
                History = node.History;
                (Node, Store) = (null, null);
                _network.Refuse(Name);
                node.BeginStop();
                if (!again)
                    await node.ShutdownRequested;
                await node.DisposeAsync();
            }
        }
        catch (Exception failure) when (failure is IOException or StoreException or BinlogException)
        {
            Fail(process, failure.Message);
        }
        catch (Exception defect)
        {
            if (process.IsAlive && !Disk.Dead)
                _violate("defects", $"{Name} cannot go on: {defect.Message} | {defect.InnerException}");
            Fail(process, defect.ToString());
        }
    }

    private void Fail(SimulatedProcess process, string reason)
    {
        if (!process.IsAlive || _isEnding)
            return;
        Kill();
        Failure = reason;
    }

    private static async Task NoteAsync(Task task, Action ended)
    {
        try
        {
            await task;
        }
        catch (NodeFailedException)
        {
            // Whoever awaits it next is told.
        }

        ended();
    }

    private async Task<PikaNode> OpenAsync(SimulatedProcess process)
    {
        var installed = SnapshotInstall.Begin(Disk, Folder);
        if (installed.Refused is { } flaw)
            _violate("installs", $"{Name}: a full sync that was marked complete is not: {flaw}");
        var store = SimulatedStore.Open(Disk, Folder.Db, _observer);
        if (installed.IsInstalled)
        {
            if (installed.Manifest?.Applied is { } promised && store.Applied != promised)
                _violate("installs", $"{Name}: the data of a full sync at {promised} are taken over, and they are at {store.Applied}");
            Installing(this, store);
            SnapshotInstall.Finish(Disk, Folder);
            Installed(this, store);
        }

        var config = new ServerConfig { Dir = Folder.Data };
        _configure(config);
        config.ReplicaAnnounceIp = Name;
        config.ReplicaAnnouncePort = 6379;
        var seed = new Random(_random.Next());
        store.Stalls = () => DiskSlowness > 1 && _random.Next(10) == 0;
        var parts = new NodeParts(
            new ConfigService(config),
            _coldReads > 0 ? new ColdStore(store, _random.Next(), _coldReads) : store,
            Disk,
            Folder.Log,
            process.Time,
            _loggers,
            limit => seed.NextInt64(limit)
        )
        {
            Identity = ServerIdentity.Unknown with { RunId = RunIdOf(process) },
            Outbound = _network.From(Name, process),
            Storage = new SimulatedPool(process, Latency),
            Actors = process.Configure,
        };
        var node = await PikaNode.OpenAsync(parts);
        (Node, Store) = (node, store);
        store.Checkpointing = directory =>
        {
            if (PinCheck.FindFlaw(node, store.Applied, directory) is { } unpinned)
                _violate("pins", $"{Name}: {unpinned}");
        };
        return node;
    }

    /// <summary>The same for every node that the process opens.</summary>
    private static string RunIdOf(SimulatedProcess process) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(process.Name)));

    private TimeSpan Latency() => TimeSpan.FromMicroseconds((20 + _random.Next(400)) * DiskSlowness);
}

/// <summary>What all machines of a cluster have in common.</summary>
/// <param name="ColdReads">The share of reads that need the disk.</param>
/// <param name="Violate">Is told the check and what it has seen.</param>
internal sealed record MachineParts(
    IStateObserver Observer,
    ILoggerFactory Loggers,
    Action<ServerConfig> Configure,
    double ColdReads,
    Action<string, string> Violate
);
