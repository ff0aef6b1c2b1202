using Pika.Actors.Clients;
using Pika.Actors.Configuration;
using Pika.Actors.PubSub;
using Pika.Protocol;

namespace Pika.Actors.Tracking;

/// <summary>
/// CLIENT TRACKING: who is to be told when a key changes. Owned by the node and shared by all threads, under one lock. A key is remembered before it is read,
/// and told after its change is in the store, so that no reader keeps a value that is out of date; keys count for all databases
/// alike, as in Redis.
/// </summary>
public sealed class TrackingTable
{
    private readonly ServerConfig _config;
    private readonly ClientTable _clients;
    private readonly Mail _mail;
    private readonly Func<long, long> _chance;
    private readonly Lock _gate = new();
    private readonly ReadKeys _keys = new();
    private readonly Prefixes _prefixes = new();

    /// <summary>The message that is being sent.</summary>
    private readonly RespWriter _message = new();

    /// <summary>The array of keys inside it.</summary>
    private readonly RespWriter _told = new();

    private int _tracking;

    /// <summary>Nobody tracks anything.</summary>
    internal TrackingTable(ServerConfig config, ClientTable clients, Mail mail, Func<long, long> chance) =>
        (_config, _clients, _mail, _chance) = (config, clients, mail, chance);

    /// <summary>Clients that track. Nobody: the usual answer, which costs a read.</summary>
    public int Clients => Volatile.Read(ref _tracking);

    /// <summary>Keys remembered, pairs of a key and a client, and prefixes, for INFO.</summary>
    public (long Keys, long Pairs, long Prefixes) Totals
    {
        get
        {
            lock (_gate)
            {
                return (_keys.Count, _keys.Pairs, _prefixes.Count);
            }
        }
    }

    /// <summary>CLIENT TRACKING ON, whose options fit each other and what the client does already.</summary>
    public void Enable(Client client, TrackingMode mode, IReadOnlyList<byte[]> prefixes)
    {
        lock (_gate)
        {
            var tracking = client.Tracking ??= new ClientTracking();
            if (tracking.Mode is null)
            {
                Volatile.Write(ref _tracking, _tracking + 1);
                tracking.IsFresh = true;
            }

            (tracking.Mode, tracking.IsBroken) = (mode, false);
            byte[][] wanted =
                !mode.Broadcast ? []
                : prefixes.Count == 0
                    ?
                    [
                        [],
                    ]
                : [.. prefixes];
            foreach (byte[] prefix in wanted)
            {
                if (tracking.Prefixes.Add(prefix))
                {
                    _prefixes.Add(prefix, client);
                }
            }
        }
    }

    /// <summary>CLIENT TRACKING OFF, RESET, or the client is gone.</summary>
    public void Disable(Client client)
    {
        if (client.Tracking is not { Mode: not null } tracking)
        {
            return;
        }

        lock (_gate)
        {
            (tracking.Mode, tracking.CachingGiven, tracking.IsBroken) = (null, false, false);
            foreach (byte[] prefix in tracking.Prefixes)
            {
                _prefixes.Remove(prefix, client);
            }

            tracking.Prefixes.Clear();
            Volatile.Write(ref _tracking, _tracking - 1);
        }
    }

    /// <summary>The client is gone. With the last one that tracks, what has been read is forgotten.</summary>
    public void Drop(Client client)
    {
        if (client.Tracking is null)
        {
            return;
        }

        Disable(client);
        lock (_gate)
        {
            if (_tracking == 0)
            {
                _keys.Clear();
            }
        }
    }

    /// <summary>The prefixes of a client, in their order.</summary>
    public byte[][] PrefixesOf(Client client)
    {
        lock (_gate)
        {
            return client.Tracking is { } tracking ? [.. tracking.Prefixes] : [];
        }
    }

    /// <summary>A client is going to read a key, or reads it as the only one who could change it. Beyond the most that are remembered another key is invalidated.</summary>
    public void Remember(Client client, ReadOnlySpan<byte> key)
    {
        lock (_gate)
        {
            _keys.Add(key, client.Id);
            long most = _config.TrackingTableMaxKeys;
            while (most > 0 && _keys.Count > most)
            {
                Tell(_keys.TakeAt((int)_chance(_keys.Count)), source: 0);
            }
        }
    }

    /// <summary>A key has changed, and its change is in the store.</summary>
    /// <param name="source">The id of the client that did it, or 0.</param>
    public void Changed(ReadOnlySpan<byte> key, long source)
    {
        if (Clients == 0)
        {
            return;
        }

        lock (_gate)
        {
            _prefixes.Changed(key, source);
            if (_keys.TryTake(key, out var readers))
            {
                Tell(readers, source);
            }
        }
    }

    /// <summary>A turn has told all its changes: they go out to those who hear of whole prefixes.</summary>
    public void TellPrefixes()
    {
        if (Clients == 0)
        {
            return;
        }

        lock (_gate)
        {
            _prefixes.Tell(TellPrefix);
        }
    }

    /// <summary>A database was emptied: every client is told to forget everything.</summary>
    public void Flushed()
    {
        if (Clients == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var client in _clients.All)
            {
                if (client.Tracking is { Mode: { } mode })
                {
                    _told.Protocol = client.Protocol;
                    _told.Null();
                    Send(client, mode);
                }
            }

            _keys.Clear();
        }
    }

    private void Tell(ReadKeys.Readers readers, long source)
    {
        foreach (long id in readers.Ids)
        {
            if (_clients.Find(id) is { Tracking.Mode: { Broadcast: false } mode } client && !(mode.NoLoop && id == source))
            {
                _told.Array(1);
                _told.Bulk(readers.Key);
                Send(client, mode);
            }
        }
    }

    private void TellPrefix(Client client, SortedDictionary<byte[], long> keys)
    {
        if (client.Tracking?.Mode is not { } mode)
        {
            return;
        }

        int own = mode.NoLoop ? keys.Values.Count(source => source == client.Id) : 0;
        if (own == keys.Count)
        {
            return;
        }

        _told.Array(keys.Count - own);
        foreach (var (key, source) in keys)
        {
            if (!mode.NoLoop || source != client.Id)
            {
                _told.Bulk(key);
            }
        }

        Send(client, mode);
    }

    // Sends what stands in _told. A client in RESP2 can be told nothing itself, and one that is told in another's stead only while it listens to channels.
    private void Send(Client client, TrackingMode mode)
    {
        var receiver = mode.Redirect == 0 ? client : _clients.Find(mode.Redirect);
        if (receiver is null)
        {
            client.Tracking!.IsBroken = true;
            SendBroken(client, mode.Redirect);
        }
        else if (receiver.Protocol > Client.FirstProtocol)
        {
            _message.Push(2);
            _message.Bulk("invalidate"u8);
            _message.Raw(_told.WrittenSpan);
            _mail.Push(receiver, _message.WrittenSpan);
        }
        else if (receiver != client && receiver.IsSubscriber)
        {
            _message.Push(3);
            _message.Bulk("message"u8);
            _message.Bulk("__redis__:invalidate"u8);
            _message.Raw(_told.WrittenSpan);
            _mail.Push(receiver, _message.WrittenSpan);
        }

        _message.Clear();
        _told.Clear();
    }

    private void SendBroken(Client client, long redirect)
    {
        if (client.Protocol > Client.FirstProtocol)
        {
            _message.Push(2);
            _message.Bulk("tracking-redir-broken"u8);
            _message.Integer(redirect);
            _mail.Push(client, _message.WrittenSpan);
        }
    }
}
