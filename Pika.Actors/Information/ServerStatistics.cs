using Pika.Storage.Keyspace;

namespace Pika.Actors.Information;

/// <summary>The node's counters, for INFO stats. Any thread may add.</summary>
public sealed class ServerStatistics
{
    private long _hits;
    private long _misses;
    private long _expired;
    private long _connections;
    private long _rejected;

    /// <summary>Lookups of keys that were there.</summary>
    public long KeyspaceHits => Volatile.Read(ref _hits);

    /// <summary>Lookups of keys that were not there.</summary>
    public long KeyspaceMisses => Volatile.Read(ref _misses);

    /// <summary>Keys removed because their time had come.</summary>
    public long ExpiredKeys => Volatile.Read(ref _expired);

    /// <summary>Connections accepted since the start.</summary>
    public long ConnectionsReceived => Volatile.Read(ref _connections);

    /// <summary>Connections refused for <c>maxclients</c>.</summary>
    public long ConnectionsRejected => Volatile.Read(ref _rejected);

    /// <summary>Counts a refused connection.</summary>
    public void AddRejected() => Interlocked.Increment(ref _rejected);

    /// <summary>Counts an accepted connection.</summary>
    public void AddConnection() => Interlocked.Increment(ref _connections);

    /// <summary>Collects what a view of the keyspace has counted.</summary>
    public void AddKeyspace(Keyspace keyspace)
    {
        var (hits, misses, expired) = keyspace.Sightings.TakeCounts();
        if (hits != 0)
        {
            Interlocked.Add(ref _hits, hits);
        }

        if (misses != 0)
        {
            Interlocked.Add(ref _misses, misses);
        }

        if (expired != 0)
        {
            Interlocked.Add(ref _expired, expired);
        }
    }

    /// <summary>CONFIG RESETSTAT.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _hits, 0);
        Interlocked.Exchange(ref _misses, 0);
        Interlocked.Exchange(ref _expired, 0);
        Interlocked.Exchange(ref _connections, 0);
        Interlocked.Exchange(ref _rejected, 0);
    }
}
