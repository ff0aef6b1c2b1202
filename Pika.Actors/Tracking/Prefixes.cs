using Pika.Actors.Clients;

namespace Pika.Actors.Tracking;

/// <summary>
/// The prefixes of clients with BCAST, and the keys under each that the present turn has changed: they are told together when it has told
/// everything. Guarded by its owner's lock.
/// </summary>
internal sealed class Prefixes
{
    private readonly SortedDictionary<byte[], Listeners> _byPrefix = new(ByteOrder.Comparer);
    private bool _changed;

    /// <summary>The number of prefixes, however many clients have each.</summary>
    public int Count => _byPrefix.Count;

    public void Add(byte[] prefix, Client client)
    {
        if (!_byPrefix.TryGetValue(prefix, out var listeners))
        {
            _byPrefix[prefix] = listeners = new Listeners();
        }

        listeners.Clients.Add(client);
    }

    public void Remove(byte[] prefix, Client client)
    {
        if (_byPrefix.TryGetValue(prefix, out var listeners))
        {
            listeners.Clients.Remove(client);
            if (listeners.Clients.Count == 0)
            {
                _byPrefix.Remove(prefix);
            }
        }
    }

    /// <summary>A key has changed; <paramref name="source"/> is the id of the client that did it, or 0.</summary>
    public void Changed(ReadOnlySpan<byte> key, long source)
    {
        byte[]? kept = null;
        foreach (var (prefix, listeners) in _byPrefix)
        {
            if (key.StartsWith(prefix))
            {
                listeners.Keys[kept ??= key.ToArray()] = source;
                _changed = true;
            }
        }
    }

    /// <summary>Gives each client what has changed under each of its prefixes, and forgets it.</summary>
    /// <param name="tell">Takes the client and the keys, each with the client that changed it.</param>
    public void Tell(Action<Client, SortedDictionary<byte[], long>> tell)
    {
        if (!_changed)
        {
            return;
        }

        _changed = false;
        foreach (var listeners in _byPrefix.Values)
        {
            if (listeners.Keys.Count > 0)
            {
                listeners.Clients.ForEach(client => tell(client, listeners.Keys));
                listeners.Keys.Clear();
            }
        }
    }

    private sealed class Listeners
    {
        public List<Client> Clients { get; } = [];

        public SortedDictionary<byte[], long> Keys { get; } = new(ByteOrder.Comparer);
    }
}
