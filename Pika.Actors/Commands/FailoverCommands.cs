using System.Text;
using Akka.Actor;
using Pika.Actors.Execution;
using Pika.Actors.Replication;
using Pika.Actors.Replication.Failover;

namespace Pika.Actors.Commands;

/// <summary>FAILOVER: the master's role goes to a replica, on purpose.</summary>
internal static class FailoverCommands
{
    /// <summary>FAILOVER [TO host port [FORCE]] [TIMEOUT milliseconds] | ABORT</summary>
    public static void Failover(CommandContext c)
    {
        var replication = c.Node.Replication;
        bool isUnderWay = replication.FailoverState != ReplicationFacts.NoFailover;
        if (c.Count == 2 && c.Is(1, "abort"u8))
        {
            Abort(c, isUnderWay);
            return;
        }

        if (!TryParse(c, out var order) || Refusal(order, replication, isUnderWay) is { } refusal && Refuse(c, refusal))
        {
            return;
        }

        Order(c, order);
        c.Reply.Ok();
    }

    private static void Abort(CommandContext c, bool isUnderWay)
    {
        if (!isUnderWay)
        {
            c.Error("ERR No failover in progress.");
            return;
        }

        Order(c, Replication.Failover.Failover.Abort.Instance);
        c.Reply.Ok();
    }

    private static string? Refusal(FailoverOrder order, ReplicationFacts replication, bool isUnderWay)
    {
        if (isUnderWay)
        {
            return "ERR FAILOVER already in progress.";
        }

        if (replication.IsReplica)
        {
            return "ERR FAILOVER is not valid when server is a replica.";
        }

        if (!replication.Slaves.Any(static slave => slave.IsConnected))
        {
            return "ERR FAILOVER requires connected replicas.";
        }

        if (order.Force && (order.Target is null || order.TimeoutMs is null))
        {
            return "ERR FAILOVER with force option requires both a timeout and target HOST and IP.";
        }

        if (order.Target is not { } target)
        {
            return null;
        }

        var replica = replication.Slaves.FirstOrDefault(slave =>
            slave.IsConnected && slave.Host == target.Host && slave.Port == target.Port
        );
        return replica is null ? "ERR FAILOVER target HOST and PORT is not a replica."
            : replica.State != SlaveState.BinlogSync ? "ERR FAILOVER target replica is not online."
            : null;
    }

    private static bool TryParse(CommandContext c, out FailoverOrder order)
    {
        order = new FailoverOrder(null, null, Force: false);
        for (int i = 1; i < c.Count; i++)
        {
            if (c.Is(i, "timeout"u8) && i + 1 < c.Count && order.TimeoutMs is null)
            {
                if (!c.TryInteger(++i, out long timeout))
                {
                    return false;
                }

                if (timeout <= 0)
                {
                    c.Error("ERR FAILOVER timeout must be greater than 0");
                    return false;
                }

                order = order with { TimeoutMs = timeout };
            }
            else if (c.Is(i, "to"u8) && i + 2 < c.Count && order.Target is null)
            {
                if (!c.TryInteger(i + 2, out long port))
                {
                    return false;
                }

                // A port that is none belongs to no replica.
                order = order with
                {
                    Target = new FailoverTarget(Encoding.UTF8.GetString(c[i + 1]), (int)Math.Clamp(port, -1, int.MaxValue)),
                };
                i += 2;
            }
            else if (c.Is(i, "force"u8) && !order.Force)
            {
                order = order with { Force = true };
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }

    private static bool Refuse(CommandContext c, string error)
    {
        c.Error(error);
        return true;
    }

    // A turn may be run again, and its own writes have to be in the log before it is closed.
    private static void Order(CommandContext c, object order)
    {
        var replication = c.Node.ReplicationActor;
        if (c.Turn is { } turn)
        {
            turn.Changes.Then(() => replication.Tell(order, ActorRefs.NoSender));
        }
        else
        {
            replication.Tell(order, ActorRefs.NoSender);
        }
    }
}
