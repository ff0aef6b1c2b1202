using Pika.Host.Network;

namespace Pika.Host.Server;

/// <summary>Leads connections to the node that there is at the moment. While the node is being restarted, clients hear that it is loading.</summary>
internal sealed class NodeSwitch : IConnectionHandler
{
    private readonly Lock _gate = new();

    /// <summary>Connections that are to be woken when a node is there.</summary>
    private readonly HashSet<Connection> _waiting = [];
    private volatile IConnectionHandler? _node;
    private volatile bool _closed;

    /// <inheritdoc/>
    public async Task ServeAsync(Connection connection)
    {
        if (_node is null && !await WaitAsync(connection))
        {
            return;
        }

        if (_node is { } node)
        {
            await node.ServeAsync(connection);
        }
    }

    /// <inheritdoc/>
    public void Refused() => _node?.Refused();

    /// <summary>There is a node.</summary>
    public void Open(IConnectionHandler node)
    {
        lock (_gate)
        {
            _node = node;
            WakeAll();
        }
    }

    /// <summary>There is no node for now. Those that it serves go on: they have to be ended.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _node = null;
        }
    }

    /// <summary>There will be no node any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            (_node, _closed) = (null, true);
            WakeAll();
        }
    }

    private void WakeAll()
    {
        foreach (var connection in _waiting)
        {
            connection.Wake();
        }
    }

    private async Task<bool> WaitAsync(Connection connection)
    {
        lock (_gate)
        {
            _waiting.Add(connection);
        }

        try
        {
            return await new LoadingClient(connection, () => _node is not null || _closed).ServeAsync();
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(connection);
            }
        }
    }
}
