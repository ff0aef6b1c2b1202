using Pika.Actors.Blocking;
using Pika.Actors.Clients;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>Takes what committed turns have changed to those who want to hear of it.</summary>
public sealed class ChangeFeed(WatchTable watches, BlockedClients blocked) : ITurnListener
{
    /// <inheritdoc/>
    public bool WantsTouches => watches.Any || blocked.Any;

    /// <inheritdoc/>
    public bool Wants(NotifyEvent kind) => false;

    /// <inheritdoc/>
    public void Touched(int database, ReadOnlySpan<byte> key) => watches.Touched(database, key);

    /// <inheritdoc/>
    public void Notified(NotifyEvent kind, int database, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) { }
}
