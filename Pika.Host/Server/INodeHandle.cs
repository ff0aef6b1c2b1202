using Pika.Host.Network;

namespace Pika.Host.Server;

/// <summary>The started store, as far as the host needs it.</summary>
internal interface INodeHandle
{
    /// <summary>Serves each client connection.</summary>
    IConnectionHandler Connections { get; }

    /// <summary>Completes when a client's SHUTDOWN asks the process to end, and fails when the node cannot go on.</summary>
    Task ShutdownRequested { get; }

    /// <summary>Completes, with the reason, when the node asks to be stopped and started again in this process: its data are to be replaced.</summary>
    Task<string> RestartRequested { get; }

    /// <summary>Lets clients that wait for something outside the node go on, so that their connections can end; called once, before those end.</summary>
    void BeginStop();

    /// <summary>Flushes and closes the store; called once, after the last connection has ended.</summary>
    Task StopAsync();
}
