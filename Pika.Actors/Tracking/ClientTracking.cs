using Pika.Actors.Clients;
using Pika.Protocol;

namespace Pika.Actors.Tracking;

/// <summary>One client's part in CLIENT TRACKING. Written by its own commands, except for what says otherwise.</summary>
public sealed class ClientTracking
{
    private volatile TrackingMode? _mode;
    private volatile bool _broken;

    /// <summary>How it tracks; null: not at all.</summary>
    public TrackingMode? Mode
    {
        get => _mode;
        internal set => _mode = value;
    }

    /// <summary>The client that should be told in its stead was gone when there was something to tell. Set by whoever changes a key.</summary>
    public bool IsBroken
    {
        get => _broken;
        internal set => _broken = value;
    }

    /// <summary>CLIENT CACHING was said for the command or the transaction that comes next.</summary>
    public bool CachingGiven { get; internal set; }

    /// <summary>It has just begun: before its next command, the turns that began earlier, and tell nobody, must be over.</summary>
    public bool IsFresh { get; internal set; }

    /// <summary>The prefixes of BCAST. Guarded by the lock of the <see cref="TrackingTable"/>.</summary>
    internal SortedSet<byte[]> Prefixes { get; } = new(ByteOrder.Comparer);

    /// <summary>The next command comes: CLIENT CACHING is for one command, or one transaction, that is not CLIENT itself.</summary>
    /// <param name="isWaiting">The command that it is for has not been run yet.</param>
    internal void EndCaching(Client client, bool isWaiting)
    {
        bool isOver = !isWaiting && !client.Transaction.Open;
        CachingGiven = !isOver || client.LastCommand.StartsWith("client|", StringComparison.Ordinal);
    }

    /// <summary>A command was refused, which counts as run.</summary>
    internal void EndCachingOfRefused(Client client, CommandSpec? command)
    {
        if (CachingGiven)
        {
            CachingGiven = client.Transaction.Open || command?.Container?.Name == "client";
        }
    }
}
