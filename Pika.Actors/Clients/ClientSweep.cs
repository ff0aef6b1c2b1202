using Microsoft.Extensions.Logging;
using Pika.Actors.Configuration;
using Pika.Actors.Node;

namespace Pika.Actors.Clients;

/// <summary>Looks at all clients now and then, and cuts those that are idle for too long or leave too much unread for too long.</summary>
public static class ClientSweep
{
    private const int MillisecondsPerSecond = 1000;

    /// <summary>One look.</summary>
    public static void Run(IEnumerable<Client> clients, ServerConfig config, long nowMs, ILogger log)
    {
        foreach (var client in clients)
        {
            if (ReasonToCut(client, config, nowMs) is { } reason)
            {
                log.ClientCut(client.Id, client.Address, reason);
                client.Kill();
            }
        }
    }

    /// <summary>Why the client is to be cut, or null. Notes since when it is over its soft limit.</summary>
    public static string? ReasonToCut(Client client, ServerConfig config, long nowMs)
    {
        var limit = LimitOf(client, config.ClientOutputBufferLimit);
        bool over = limit.SoftBytes > 0 && client.UnsentBytes > limit.SoftBytes;
        client.OverSoftLimitSinceMs =
            !over ? 0
            : client.OverSoftLimitSinceMs == 0 ? nowMs
            : client.OverSoftLimitSinceMs;
        if (over && nowMs - client.OverSoftLimitSinceMs >= (long)limit.SoftSeconds * MillisecondsPerSecond)
        {
            return "it leaves more than the soft limit of client-output-buffer-limit unread";
        }

        // Who waits for the server is not idle; who does not take what the server sends is.
        if (client.IsExecuting && client.OutputBytes == 0)
        {
            client.LastCommandMs = nowMs;
        }

        // Who listens need not speak; of a silent replica the link takes care.
        bool idle =
            config.Timeout > 0
            && !client.IsReplica
            && !client.IsSubscriber
            && !client.IsMonitor
            && nowMs - client.LastCommandMs > (long)config.Timeout * MillisecondsPerSecond;
        return idle ? "it is idle for longer than timeout" : null;
    }

    // What a client has not asked for counts for subscribers, whoever it is.
    private static OutputBufferLimit LimitOf(Client client, OutputBufferLimits limits) =>
        client.IsReplica ? limits.Replica
        : client.IsSubscriber || client.Pushes.Length > 0 ? limits.PubSub
        : limits.Normal;
}
