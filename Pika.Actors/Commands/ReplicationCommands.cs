using Pika.Actors.Execution;
using Pika.Actors.Replication.Wire;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>The commands that replicas send.</summary>
internal static class ReplicationCommands
{
    private const string OnlyPika = "ERR a replica of this server must be a Pika.NET server: the replication of Redis is not spoken here";

    /// <summary>PKSYNC version: after its reply the connection carries frames; see docs/formats/replication.md.</summary>
    public static void PkSync(CommandContext c)
    {
        if (!Numbers.TryParseInt64(c[1], out long version) || version != FrameFormat.Version)
        {
            c.Error($"ERR only version {FrameFormat.Version} of the replication protocol is spoken here");
        }
        else if (c.Client.IsSubscriber || c.Client.IsMonitor || c.Client.Tracking is not null)
        {
            c.Error("ERR a connection that is sent messages cannot become that of a replica");
        }
        else
        {
            c.Client.IsReplica = true;
            c.Reply.Ok();
        }
    }

    /// <summary>PSYNC replicationid offset: what a replica of Redis asks for.</summary>
    public static void PSync(CommandContext c) => c.Error(OnlyPika);

    /// <summary>REPLCONF: what a replica of Redis says of itself.</summary>
    public static void ReplConf(CommandContext c) => c.Error(OnlyPika);

    /// <summary>SYNC: what an old replica of Redis asks for.</summary>
    public static void Sync(CommandContext c) => c.Error(OnlyPika);
}
