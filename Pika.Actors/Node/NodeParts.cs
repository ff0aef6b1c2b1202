using Akka.Configuration;
using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Actors.Information;
using Pika.Actors.Network;
using Pika.Actors.Replication;
using Pika.Storage.Files;
using Pika.Storage.Snapshots;
using Pika.Storage.Store;

namespace Pika.Actors.Node;

/// <summary>What a node is made of, chosen by the host, or by a test.</summary>
/// <param name="BinlogDirectory">Where the log's segments are.</param>
/// <param name="Chance">Gives a random number from 0 to below its argument, on any thread.</param>
public sealed record NodeParts(
    ConfigService ConfigService,
    IStore Store,
    IFileSystem Files,
    string BinlogDirectory,
    TimeProvider Time,
    ILoggerFactory Loggers,
    Func<long, long> Chance
)
{
    /// <summary>What INFO says of the process.</summary>
    public ServerIdentity Identity { get; init; } = ServerIdentity.Unknown;

    /// <summary>The way to other servers; without it there are none.</summary>
    public IOutbound Outbound { get; init; } = new NoOutbound();

    /// <summary>What became of the data of a full sync at this start.</summary>
    public InstallOutcome Received { get; init; }

    /// <summary>The way to masters; null: over <see cref="Outbound"/>.</summary>
    internal IReplicationTransport? Masters { get; init; }

    /// <summary>Where work runs that may block on a disk; null: on threads of the node's own. The node ends it.</summary>
    internal IStoragePool? Storage { get; init; }

    /// <summary>Puts settings before those of the node's actor system: the simulator's dispatchers and scheduler.</summary>
    internal Func<Config, Config> Actors { get; init; } = static settings => settings;
}
