using Microsoft.Extensions.Logging.Abstractions;
using Pika.Actors.Configuration;
using Pika.Actors.Network;
using Pika.Actors.Node;
using Pika.Actors.Replication;
using Pika.Storage.Files;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Support;

/// <summary>A whole node in memory, rows and log included. Clients talk to it in bytes, as over a socket.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly List<TestClient> _clients = [];

    private TestNode(PikaNode node, ManualTime time) => (Node, Time) = (node, time);

    public PikaNode Node { get; }

    /// <summary>The node's clock, unless it was opened on another.</summary>
    public ManualTime Time { get; }

    /// <param name="store">The rows; an empty store in memory unless given.</param>
    /// <param name="clock">The node's clock; <see cref="Time"/> unless given.</param>
    /// <param name="files">The disk under the log; an empty one in memory unless given.</param>
    /// <param name="network">The way to other servers; there are none unless given.</param>
    /// <param name="masters">The way to masters; over the network unless given.</param>
    public static async Task<TestNode> OpenAsync(
        Action<ServerConfig>? configure = null,
        IStore? store = null,
        TimeProvider? clock = null,
        IFileSystem? files = null,
        IOutbound? network = null,
        IReplicationTransport? masters = null
    )
    {
        var config = new ServerConfig();
        configure?.Invoke(config);
        var time = new ManualTime();
        files ??= new MemoryFileSystem();
        var parts = new NodeParts(
            new ConfigService(config),
            store ?? new MemoryStore(files),
            files,
            "/binlog",
            clock ?? time,
            NullLoggerFactory.Instance,
            Random.Shared.NextInt64
        );
        if (network is not null)
            parts = parts with { Outbound = network };
        parts = parts with { Masters = masters };
        return new TestNode(await PikaNode.OpenAsync(parts), time);
    }

    /// <summary>Connects a client.</summary>
    /// <param name="protocol">The version of RESP that it has asked for.</param>
    public TestClient Connect(int protocol = 2)
    {
        var client = new TestClient(Node, protocol);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Node.DisposeAsync();
    }
}
