using Akka.Actor;
using Pika.Actors.Network;
using Pika.Actors.Replication.Wire;

namespace Pika.Actors.Replication;

/// <summary>Links to masters over the connections that the node opens.</summary>
/// <param name="network">The way to other servers.</param>
/// <param name="time">The clock for timeouts.</param>
internal sealed class ReplicationTransport(IOutbound network, TimeProvider time) : IReplicationTransport
{
    /// <inheritdoc/>
    public IReplicationLink Open(ReplicaTarget target, ulong session, IActorRef owner)
    {
        ArgumentOutOfRangeException.ThrowIfZero(session);
        var link = new ConnectionLink(target.ToString(), FrameSender.Master, session, owner, static () => WireLimits.MaxReplicaUnsent);
        _ = RunAsync(link, target);
        return link;
    }

    private async Task RunAsync(ConnectionLink link, ReplicaTarget target)
    {
        IOutboundConnection? connection = null;
        try
        {
            using var limit = new CancellationTokenSource(target.Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, link.Closing);
            ReadOnlyMemory<byte> behind;
            try
            {
                connection = await network.ConnectAsync(target.Host, target.Port, target.Timeout, either.Token);
                var greeting = new MasterGreeting(connection, either.Token);
                if (await greeting.RunAsync(target) is { } refusal)
                {
                    link.Fail(refusal);
                    return;
                }

                behind = greeting.Behind;
            }
            catch (OperationCanceledException)
            {
                // Closed by its owner, who has given the reason; or too slow.
                link.Fail($"{target} has not answered in {target.Timeout.TotalMilliseconds} ms");
                return;
            }

            await link.RunAsync(connection, behind);
        }
        catch (IOException failure)
        {
            link.Fail(failure.Message);
        }
        catch (Exception failure)
        {
            // A defect of ours: the owner must not wait for a link that never comes.
            link.Fail($"connecting to {target} failed: {failure.Message}");
        }
        finally
        {
            connection?.Dispose();
        }
    }
}
