using System.Collections.Concurrent;

namespace Pika.Actors.Clients;

/// <summary>All connected clients.</summary>
public sealed class ClientTable
{
    private readonly ConcurrentDictionary<long, Client> _clients = new();
    private long _lastId;

    /// <summary>The number of connected clients.</summary>
    public int Count => _clients.Count;

    /// <summary>All of them, by id.</summary>
    public IEnumerable<Client> All => _clients.Values.OrderBy(client => client.Id);

    /// <summary>An id that no client has had.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>The client of that id, or null.</summary>
    public Client? Find(long id) => _clients.GetValueOrDefault(id);

    /// <summary>A client has connected.</summary>
    public void Add(Client client) => _clients[client.Id] = client;

    /// <summary>A client is gone.</summary>
    public void Remove(Client client) => _clients.TryRemove(client.Id, out _);

    /// <summary>The node is a replica: what its clients wait for happens at its master from now on, and they are told so.</summary>
    internal void DemoteBlocked()
    {
        foreach (var client in _clients.Values)
        {
            client.Blocked?.Demote();
        }
    }
}
