using Pika.Actors.Clients;

namespace Pika.Actors.PubSub;

/// <summary>Who listens to which name, for one kind of names. Guarded by its owner's lock.</summary>
internal sealed class ChannelTable
{
    private readonly Dictionary<byte[], List<Client>> _listeners = new(ByteString.Comparer);
    private readonly Dictionary<byte[], List<Client>>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    public ChannelTable() => _bySpan = _listeners.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Names that somebody listens to, each with its listeners in the order in which they came.</summary>
    public Dictionary<byte[], List<Client>> Listeners => _listeners;

    /// <summary>The listeners of a name, or null if there are none.</summary>
    public List<Client>? Find(ReadOnlySpan<byte> name) => _bySpan.TryGetValue(name, out var listeners) ? listeners : null;

    public void Add(byte[] name, Client client)
    {
        if (!_listeners.TryGetValue(name, out var listeners))
        {
            _listeners[name] = listeners = [];
        }

        listeners.Add(client);
    }

    public void Remove(byte[] name, Client client)
    {
        if (_listeners.TryGetValue(name, out var listeners) && listeners.Remove(client) && listeners.Count == 0)
        {
            _listeners.Remove(name);
        }
    }
}
