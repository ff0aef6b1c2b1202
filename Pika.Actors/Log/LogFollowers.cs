using Akka.Actor;
using Pika.Actors.Configuration;
using Pika.Storage.Binlog;

namespace Pika.Actors.Log;

/// <summary>Who waits for the log to grow: at most one wait for each replica. Used by <see cref="Binlog"/> alone.</summary>
internal sealed class LogFollowers
{
    private readonly Dictionary<IActorRef, ulong> _waiting = [];

    /// <summary>The lowest index that somebody waits behind.</summary>
    private ulong _lowest = ulong.MaxValue;

    /// <summary>Somebody waits, or does not any more.</summary>
    public void Handle(object message, IActorRef follower, BinlogWriter writer, ServerConfig config, IActorRef binlog)
    {
        if (message is BinlogProtocol.TellGrowth growth)
        {
            Add(follower, growth.Behind, writer, config, binlog);
        }
        else
        {
            Remove(follower);
        }
    }

    // For a record behind an index; it is told at once if there is one.
    private void Add(IActorRef follower, ulong behind, BinlogWriter writer, ServerConfig config, IActorRef binlog)
    {
        _waiting[follower] = behind;
        _lowest = Math.Min(_lowest, behind);
        Tell(writer, config, binlog);
    }

    private void Remove(IActorRef follower) => _waiting.Remove(follower);

    /// <summary>
    /// Tells those for whom the log is long enough now. Under <c>appendfsync always</c> a replica must not have what a power cut could take from its
    /// master.
    /// </summary>
    public void Tell(BinlogWriter writer, ServerConfig config, IActorRef binlog)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        var end = (config.AppendFsync == AppendFsync.Always ? writer.Durable : writer.Position).Last;
        if (end.Index <= _lowest)
        {
            return;
        }

        foreach (var (follower, behind) in _waiting)
        {
            if (behind < end.Index)
            {
                follower.Tell(new BinlogProtocol.Grown(end), binlog);
                _waiting.Remove(follower);
            }
        }

        _lowest = _waiting.Count == 0 ? ulong.MaxValue : _waiting.Values.Min();
    }
}
