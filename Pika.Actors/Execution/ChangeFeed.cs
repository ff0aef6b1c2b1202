using Pika.Actors.Blocking;
using Pika.Actors.Clients;
using Pika.Actors.PubSub;
using Pika.Actors.Tracking;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>Takes what committed turns have changed to those who want to hear of it.</summary>
public sealed class ChangeFeed : ITurnListener
{
    private readonly WatchTable _watches;
    private readonly BlockedClients _blocked;
    private readonly TrackingTable _tracking;
    private readonly KeyspaceNotifier _notifier;

    /// <summary>A feed to those who watch keys, wait on them, keep them in a cache, or listen to their events.</summary>
    internal ChangeFeed(WatchTable watches, BlockedClients blocked, TrackingTable tracking, KeyspaceNotifier notifier) =>
        (_watches, _blocked, _tracking, _notifier) = (watches, blocked, tracking, notifier);

    /// <inheritdoc/>
    public bool WantsTouches => _watches.Any || _blocked.Any || _tracking.Clients > 0;

    /// <inheritdoc/>
    public bool Wants(NotifyEvent kind) => _notifier.Wants(kind);

    /// <inheritdoc/>
    public void Touched(int database, ReadOnlySpan<byte> key, long source)
    {
        _watches.Touched(database, key);
        _tracking.Changed(key, source);
    }

    /// <inheritdoc/>
    public void Notified(NotifyEvent kind, int database, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) =>
        _notifier.Publish(kind, database, name, key);

    /// <inheritdoc/>
    public void AllTold() => _tracking.TellPrefixes();
}
