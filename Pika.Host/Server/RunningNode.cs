namespace Pika.Host.Server;

/// <summary>The node of this process, with the connections to it: started, restarted and ended in the right order.</summary>
internal sealed class RunningNode(Func<Task<INodeHandle>> start, NodeSwitch connections, ClientConnections clients)
{
    /// <summary>How long a connection may take to finish its commands when the node stops.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Null while none is open.</summary>
    private INodeHandle? _node;

    /// <summary>The node; not while it is being restarted.</summary>
    public INodeHandle Node => _node ?? throw new InvalidOperationException("the node is not open");

    /// <summary>Opens the node, and lets connections in.</summary>
    /// <exception cref="StartException">It cannot be opened.</exception>
    public async Task StartAsync()
    {
        _node = await start();
        connections.Open(_node.Connections);
    }

    /// <summary>Stops the node and opens it again. Its connections end; those that come meanwhile are told to wait.</summary>
    /// <exception cref="StartException">It cannot be opened again.</exception>
    public async Task RestartAsync()
    {
        connections.Pause();
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Ends the connections and the node; nothing may be accepted any more.</summary>
    public async Task EndAsync()
    {
        connections.Close();
        await StopAsync();
    }

    private async Task StopAsync()
    {
        _node?.BeginStop();
        await clients.EndAsync(Grace);
        if (_node is { } node)
        {
            _node = null;
            await node.StopAsync();
        }
    }
}
