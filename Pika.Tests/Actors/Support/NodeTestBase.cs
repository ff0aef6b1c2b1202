namespace Pika.Tests.Actors.Support;

/// <summary>Tests of commands: each has a node in memory for itself, and a client of it.</summary>
public abstract class NodeTestBase : IAsyncLifetime
{
    private protected TestNode Node { get; private set; } = null!;

    /// <summary>A client that speaks RESP2.</summary>
    private protected TestClient Client { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Node = await OpenNode();
        Client = Node.Connect();
    }

    public async Task DisposeAsync() => await Node.DisposeAsync();

    /// <summary>Opens the node; one with defaults and an empty store, unless a test wants another.</summary>
    private protected virtual Task<TestNode> OpenNode() => TestNode.OpenAsync();
}
