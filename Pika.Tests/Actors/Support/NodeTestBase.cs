namespace Pika.Tests.Actors.Support;

/// <summary>Tests of commands: each has a node in memory for itself, and a client of it.</summary>
public abstract class NodeTestBase : IAsyncLifetime
{
    private protected TestNode Node { get; private set; } = null!;

    /// <summary>A client that speaks RESP2.</summary>
    private protected TestClient Client { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Node = await TestNode.OpenAsync();
        Client = Node.Connect();
    }

    public virtual async Task DisposeAsync() => await Node.DisposeAsync();
}
