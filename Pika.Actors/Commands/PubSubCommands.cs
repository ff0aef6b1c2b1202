using Pika.Actors.Clients;
using Pika.Actors.Execution;
using Pika.Actors.Node;
using Pika.Actors.PubSub;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>Channels: listening to them and publishing.</summary>
internal static class PubSubCommands
{
    /// <summary>SUBSCRIBE channel [channel ...]</summary>
    public static void Subscribe(CommandContext c) => Subscribe(c, ChannelKind.Channel);

    /// <summary>PSUBSCRIBE pattern [pattern ...]</summary>
    public static void PSubscribe(CommandContext c) => Subscribe(c, ChannelKind.Pattern);

    /// <summary>SSUBSCRIBE shardchannel [shardchannel ...]</summary>
    public static void SSubscribe(CommandContext c) => Subscribe(c, ChannelKind.Shard);

    /// <summary>UNSUBSCRIBE [channel [channel ...]]</summary>
    public static void Unsubscribe(CommandContext c) => Unsubscribe(c, ChannelKind.Channel);

    /// <summary>PUNSUBSCRIBE [pattern [pattern ...]]</summary>
    public static void PUnsubscribe(CommandContext c) => Unsubscribe(c, ChannelKind.Pattern);

    /// <summary>SUNSUBSCRIBE [shardchannel [shardchannel ...]]</summary>
    public static void SUnsubscribe(CommandContext c) => Unsubscribe(c, ChannelKind.Shard);

    /// <summary>PUBLISH channel message</summary>
    public static void Publish(CommandContext c) => Publish(c, ChannelKind.Channel);

    /// <summary>SPUBLISH shardchannel message</summary>
    public static void SPublish(CommandContext c) => Publish(c, ChannelKind.Shard);

    /// <summary>PUBSUB CHANNELS [pattern]</summary>
    public static void PubSubChannels(CommandContext c) => ReplyNames(c, ChannelKind.Channel);

    /// <summary>PUBSUB SHARDCHANNELS [pattern]</summary>
    public static void PubSubShardChannels(CommandContext c) => ReplyNames(c, ChannelKind.Shard);

    /// <summary>PUBSUB NUMSUB [channel [channel ...]]</summary>
    public static void PubSubNumSub(CommandContext c) => ReplyCounts(c, ChannelKind.Channel);

    /// <summary>PUBSUB SHARDNUMSUB [shardchannel [shardchannel ...]]</summary>
    public static void PubSubShardNumSub(CommandContext c) => ReplyCounts(c, ChannelKind.Shard);

    /// <summary>PUBSUB NUMPAT</summary>
    public static void PubSubNumPat(CommandContext c) => c.Reply.Integer(c.Node.PubSub.CountOf(ChannelKind.Pattern));

    /// <summary>PUBSUB HELP</summary>
    public static void PubSubHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);

    private static void Subscribe(CommandContext c, ChannelKind kind)
    {
        for (int i = 1; i < c.Count; i++)
        {
            c.Node.PubSub.Subscribe(c.Client, kind, c[i], ConfirmIn(c));
        }

        TakePushes(c);
    }

    private static void Unsubscribe(CommandContext c, ChannelKind kind)
    {
        if (c.Count == 1)
        {
            c.Node.PubSub.UnsubscribeAll(c.Client, kind, ConfirmIn(c));
        }

        for (int i = 1; i < c.Count; i++)
        {
            c.Node.PubSub.Unsubscribe(c.Client, kind, c[i], ConfirmIn(c));
        }

        TakePushes(c);
    }

    private static void Publish(CommandContext c, ChannelKind kind)
    {
        var table = c.Node.PubSub;
        if (c.Turn is { } turn)
        {
            // The transaction may be taken back; its messages leave when it is committed, in the order of its commands.
            byte[] channel = c[1].ToArray();
            byte[] message = c[2].ToArray();
            c.Reply.Integer(table.CountReceivers(kind, channel));
            var node = c.Node;
            turn.Changes.Then(() => Publish(node, kind, channel, message));
            return;
        }

        int receivers = Publish(c.Node, kind, c[1], c[2]);

        // Who publishes to itself has the message before the reply, as in Redis 7.0.
        TakePushes(c);
        c.Reply.Integer(receivers);
    }

    // Replicas hear what is published at their master, and not the reverse.
    private static int Publish(PikaNode node, ChannelKind kind, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        int receivers = node.PubSub.Publish(kind, channel, message);
        if (!node.Forwarding.IsIdle && !node.Replication.IsReplica)
        {
            node.Forwarding.Send(kind, channel, message, node.Binlog.Position.Last.Index);
        }

        return receivers;
    }

    private static void ReplyNames(CommandContext c, ChannelKind kind)
    {
        if (c.Count > 3)
        {
            c.UnknownForm();
            return;
        }

        int mark = c.Reply.BeginDeferred();
        int count = 0;
        foreach (byte[] name in c.Node.PubSub.NamesOf(kind))
        {
            if (c.Count == 2 || Glob.IsMatch(c[2], name))
            {
                c.Reply.Bulk(name);
                count++;
            }
        }

        c.Reply.EndArray(mark, count);
    }

    private static void ReplyCounts(CommandContext c, ChannelKind kind)
    {
        c.Reply.Array(2 * (c.Count - 2));
        for (int i = 2; i < c.Count; i++)
        {
            c.Reply.Bulk(c[i]);
            c.Reply.Integer(c.Node.PubSub.CountListeners(kind, c[i]));
        }
    }

    // In a transaction a confirmation is a part of EXEC's reply; else it is a message, which CLIENT REPLY does not silence.
    private static RespWriter? ConfirmIn(CommandContext c) => c.InTurn ? c.Reply : null;

    // What CLIENT REPLY silences is dropped behind this command: then the session takes the messages after that.
    private static void TakePushes(CommandContext c)
    {
        if (!c.InTurn && c.Client.ReplyMode == ReplyMode.On)
        {
            c.Client.Pushes.MoveTo(c.Reply);
        }
    }
}
