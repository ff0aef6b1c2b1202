using System.Globalization;
using System.Net;
using System.Text;
using Pika.Actors.Execution;
using Pika.Actors.Replication;

namespace Pika.Actors.Commands;

/// <summary>The commands on the node's role among masters and replicas.</summary>
internal static class RoleCommands
{
    /// <summary>REPLICAOF host port | NO ONE</summary>
    public static void ReplicaOf(CommandContext c)
    {
        if (c.Count > 4 || (c.Count == 4 && !c.Is(3, "force"u8)))
        {
            c.SyntaxError();
            return;
        }

        if (c.Node.Replication.FailoverState != ReplicationFacts.NoFailover)
        {
            c.Error("ERR REPLICAOF not allowed while failing over.");
            return;
        }

        if (c.Is(1, "no"u8) && c.Is(2, "one"u8))
        {
            Order(c, new RoleOrder.NoOne());
            return;
        }

        string host = Encoding.UTF8.GetString(c[1]);
        if (!TryPort(c[2], out int port))
        {
            c.Error("ERR Invalid master port");
            return;
        }

        var (master, force) = (c.Node.Replication.Master, c.Count == 4);
        if (!force && master is not null && master.Host == host && master.Port == port)
        {
            c.Reply.SimpleString("OK Already connected to specified master");
            return;
        }

        Order(c, new RoleOrder.ReplicaOf(host, port, force));
    }

    /// <summary>SLAVEOF host port [FORCE] | NO ONE</summary>
    public static void SlaveOf(CommandContext c) => ReplicaOf(c);

    /// <summary>ROLE</summary>
    public static void Role(CommandContext c)
    {
        var replication = c.Node.Replication;
        if (replication.Master is { } master)
        {
            ReplyAsReplica(c, master);
        }
        else
        {
            ReplyAsMaster(c, replication);
        }
    }

    // Mostly decided on this thread, at once. Otherwise the client is held: it has no reply before the role is on disk.
    private static void Order(CommandContext c, RoleOrder order)
    {
        c.Node.ReplicationActor.Tell(order, Akka.Actor.ActorRefs.NoSender);
        if (!order.Decided.IsCompleted)
        {
            c.Hold = new Hold(TimeSpan.Zero, order.Decided);
            c.Reply.Ok();
        }
        else if (order.Refusal is { } refusal)
        {
            c.Error("ERR " + refusal);
        }
        else
        {
            c.Reply.Ok();
        }
    }

    private static void ReplyAsMaster(CommandContext c, ReplicationFacts replication)
    {
        var online = replication.Slaves.Where(static slave => slave is { IsConnected: true, State: SlaveState.BinlogSync }).ToList();
        c.Reply.Array(3);
        c.Reply.Bulk("master"u8);
        c.Reply.Integer((long)c.Node.Binlog.Position.Last.Index);
        c.Reply.Array(online.Count);
        foreach (var slave in online)
        {
            c.Reply.Array(3);
            c.Reply.Bulk(slave.Host);
            c.Reply.Bulk(slave.Port);
            c.Reply.Bulk((long)slave.Applied);
        }
    }

    private static void ReplyAsReplica(CommandContext c, MasterFacts master)
    {
        c.Reply.Array(5);
        c.Reply.Bulk("slave"u8);
        c.Reply.Bulk(master.Host);
        c.Reply.Integer(master.Port);
        c.Reply.Bulk(
            master.State switch
            {
                MasterLinkState.Connected => "connected"u8,
                MasterLinkState.TryConnect => "connecting"u8,
                MasterLinkState.TryDbSync or MasterLinkState.WaitDbSync => "sync"u8,
                _ => "connect"u8,
            }
        );
        c.Reply.Integer((long)c.Node.Binlog.Position.Last.Index);
    }

    private static bool TryPort(ReadOnlySpan<byte> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 0 and <= IPEndPoint.MaxPort;
}
