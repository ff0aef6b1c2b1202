using Akka.Actor;
using Pika.Actors.Node;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Actors.Replication.Following;

/// <summary>What a replica asks its master for, and where it stands when it asks.</summary>
/// <param name="Frame">The question.</param>
/// <param name="Last">The last record of the log.</param>
/// <param name="Applied">The last record of the store.</param>
internal sealed record TrySyncRequest(Frame.TrySync Frame, LogIndex Last, ulong Applied)
{
    /// <summary>Whether the master may send its log: not if all data was asked for and there is some here.</summary>
    public bool MayContinue => Frame.Last == Last;

    /// <summary>Looks where the node stands, and tells <see cref="Made"/> or <see cref="Failed"/>.</summary>
    /// <param name="session">The connection that it is for.</param>
    public static void Make(PikaNode node, bool anew, ulong session, IActorRef asker) =>
        _ = node
            .Storage.Run(() => new Made(session, MakeBlocking(node, anew)))
            .PipeTo(asker, failure: failure => new Failed(session, failure.Message));

    /// <summary>Looks where the node stands. Blocks; nothing may be on its way into the log.</summary>
    /// <param name="node">The replica.</param>
    /// <param name="anew">Whether to ask for all data, whatever the node has.</param>
    /// <exception cref="IOException">The node cannot tell; the message says why.</exception>
    public static TrySyncRequest MakeBlocking(PikaNode node, bool anew)
    {
        var last = node.Binlog.Position.Last;
        ulong applied = AppliedRow.Read(node.Store, ReadTier.All)?.Index ?? 0;
        var (id, asked, crc) = (FrameFormat.NoId, LogIndex.None, 0u);
        if (!anew && last.Index > 0)
        {
            id = node.History.Find(last.Epoch)?.Id ?? throw new IOException($"the store has not got the epoch of record {last} yet");
            (asked, crc) = (last, CrcOf(node.Binlog.Directory, node.Binlog.Position));
        }

        var config = node.Config;
        int port = config.ReplicaAnnouncePort > 0 ? config.ReplicaAnnouncePort : node.Info.Identity.Port;
        var frame = new Frame.TrySync(
            FrameFormat.Version,
            node.Info.Identity.RunId,
            id,
            asked,
            crc,
            config.ReplicaAnnounceIp,
            (ushort)port,
            config.ReplicaPriority
        );
        return new TrySyncRequest(frame, last, applied);
    }

    // 0 behind a checkpoint: the log is empty.
    private static uint CrcOf(BinlogDirectory log, BinlogPosition end)
    {
        if (log.FirstIndex > end.Last.Index)
        {
            return 0;
        }

        using var reader = log.OpenReader(end.Last.Index);
        return reader?.Next(end) == BinlogReadStatus.Record
            ? reader.Record.Crc
            : throw new IOException(
                $"the last record of the log, {end.Last}, cannot be read: {reader?.Damage?.ToString() ?? "it is gone"}"
            );
    }

    /// <summary>This is to be asked.</summary>
    public sealed record Made(ulong Session, TrySyncRequest Request);

    /// <summary>The node cannot tell where it stands.</summary>
    public sealed record Failed(ulong Session, string Reason);
}
