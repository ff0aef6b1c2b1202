using Pika.Actors.Blocking;

namespace Pika.Actors.Replication.Waiting;

/// <summary>
/// The clients in WAIT and WAITAOF: looks at all of them whenever a replica, or this node's disk, has got further, and lets those go on that have
/// what they want. Timeouts and the like are those of all that are blocked (<see cref="BlockedClients"/>). Any thread.
/// </summary>
internal sealed class AckWaits
{
    private readonly Lock _gate = new();
    private readonly List<BlockedClient> _waiting = [];

    /// <summary>How many wait: the usual look finds none, and costs a read.</summary>
    private volatile int _count;

    /// <summary>Nobody waits.</summary>
    /// <param name="acks">Tells when to look.</param>
    public AckWaits(AckTable acks) => acks.Changed += Look;

    /// <summary>A client waits from here on.</summary>
    public void Add(BlockedClient client)
    {
        lock (_gate)
        {
            _waiting.Add(client);
            _count++;
        }

        // What came just before has not been looked at for this one.
        Look();
    }

    /// <summary>A client does not wait any more.</summary>
    public void Remove(BlockedClient client)
    {
        lock (_gate)
        {
            _waiting.Remove(client);
            _count--;
        }
    }

    private void Look()
    {
        if (_count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var client in _waiting)
            {
                if (client.Acks!.IsMet)
                {
                    client.TryServe();
                }
            }
        }
    }
}
