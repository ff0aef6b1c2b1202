using Akka.Actor;
using Pika.Storage.Binlog;

namespace Pika.Actors.Log;

/// <summary>Who waits for the log to grow: at most one wait for each replica. Used by <see cref="Binlog"/> alone.</summary>
internal sealed class LogFollowers
{
    private readonly Dictionary<IActorRef, ulong> _waiting = [];

    /// <summary>The lowest index that somebody waits behind.</summary>
    private ulong _lowest = ulong.MaxValue;

    /// <summary>Whether anybody waits.</summary>
    public bool Any => _waiting.Count > 0;

    /// <summary>Somebody waits for a record behind an index.</summary>
    public void Add(IActorRef follower, ulong behind)
    {
        _waiting[follower] = behind;
        _lowest = Math.Min(_lowest, behind);
    }

    /// <summary>Tells those for whom the log is long enough now.</summary>
    public void Tell(LogIndex end, IActorRef binlog)
    {
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
