using Pika.Actors.Clients;
using Pika.Protocol;

namespace Pika.Actors.PubSub;

/// <summary>
/// Who listens to which channel. Owned by the node and shared by all connections: one lock makes publishing one order for all listeners, as
/// they know it from Redis. Under it messages are only copied into queues, so that nobody waits for a slow reader.
/// </summary>
public sealed class PubSubTable
{
    private readonly Mail _mail;
    private readonly Lock _gate = new();
    private readonly ChannelTable[] _tables = [new(), new(), new()];

    /// <summary>The message that is being published, without the first byte that the receiver's protocol decides.</summary>
    private readonly RespWriter _message = new();

    /// <summary>How many names of each kind somebody listens to: read without the lock.</summary>
    private readonly int[] _counts = new int[3];

    /// <summary>Nobody listens to anything.</summary>
    internal PubSubTable(Mail mail) => _mail = mail;

    /// <summary>Whether anybody listens to channels, or to patterns: the usual answer is no, and costs two reads.</summary>
    public bool Any => CountOf(ChannelKind.Channel) + CountOf(ChannelKind.Pattern) > 0;

    /// <summary>How many names of a kind somebody listens to.</summary>
    public int CountOf(ChannelKind kind) => Volatile.Read(ref _counts[(int)kind]);

    /// <summary>A client listens from now on. Its confirmation goes into its queue before any message, unless <paramref name="reply"/> takes it.</summary>
    /// <param name="reply">The reply of the transaction of which the command is a part, or null.</param>
    public void Subscribe(Client client, ChannelKind kind, ReadOnlySpan<byte> name, RespWriter? reply)
    {
        lock (_gate)
        {
            var subscriptions = client.Subscriptions ??= new Subscriptions();
            byte[] kept = name.ToArray();
            if (subscriptions.Add(kind, kept))
            {
                _tables[(int)kind].Add(kept, client);
                Count(kind);
            }

            Confirm(client, Confirmation.Of(kind), kept, kind, reply);
        }
    }

    /// <summary>A client does not listen any more: no message follows the confirmation.</summary>
    /// <inheritdoc cref="Subscribe"/>
    public void Unsubscribe(Client client, ChannelKind kind, ReadOnlySpan<byte> name, RespWriter? reply)
    {
        lock (_gate)
        {
            byte[] kept = name.ToArray();
            Remove(client, kind, kept);
            Confirm(client, Confirmation.OfEnd(kind), kept, kind, reply);
        }
    }

    /// <summary>A client does not listen any more to any name of a kind; there is one confirmation even when there was none.</summary>
    /// <inheritdoc cref="Subscribe"/>
    public void UnsubscribeAll(Client client, ChannelKind kind, RespWriter? reply)
    {
        lock (_gate)
        {
            byte[][] names = client.Subscriptions?.NamesOf(kind) ?? [];
            foreach (byte[] name in names)
            {
                Remove(client, kind, name);
                Confirm(client, Confirmation.OfEnd(kind), name, kind, reply);
            }

            if (names.Length == 0)
            {
                Confirm(client, Confirmation.OfEnd(kind), null, kind, reply);
            }
        }
    }

    /// <summary>Ends all subscriptions of a client without a word: it is gone, or RESET.</summary>
    public void Drop(Client client)
    {
        if (client.IsSubscriber)
        {
            Restore(client, SubscriptionsMark.Empty);
        }
    }

    /// <summary>What a client listens to now, to <see cref="Restore"/> it.</summary>
    public SubscriptionsMark Mark(Client client)
    {
        lock (_gate)
        {
            return client.Subscriptions is { } own
                ? new SubscriptionsMark(own.NamesOf(ChannelKind.Channel), own.NamesOf(ChannelKind.Pattern), own.NamesOf(ChannelKind.Shard))
                : SubscriptionsMark.Empty;
        }
    }

    /// <summary>Takes a client's subscriptions back to what they were.</summary>
    public void Restore(Client client, SubscriptionsMark mark)
    {
        lock (_gate)
        {
            var subscriptions = client.Subscriptions ??= new Subscriptions();
            foreach (var kind in Enum.GetValues<ChannelKind>())
            {
                foreach (byte[] name in subscriptions.NamesOf(kind))
                {
                    Remove(client, kind, name);
                }

                foreach (byte[] name in mark.NamesOf(kind))
                {
                    subscriptions.Add(kind, name);
                    _tables[(int)kind].Add(name, client);
                }

                Count(kind);
            }
        }
    }

    /// <summary>Sends a message to all who listen to the channel, and to all patterns that it fits.</summary>
    /// <param name="kind">Not <see cref="ChannelKind.Pattern"/>.</param>
    /// <returns>How many times it was sent.</returns>
    public int Publish(ChannelKind kind, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        bool patterns = kind == ChannelKind.Channel && CountOf(ChannelKind.Pattern) > 0;
        if (CountOf(kind) == 0 && !patterns)
        {
            return 0;
        }

        lock (_gate)
        {
            int receivers = 0;
            if (_tables[(int)kind].Find(channel) is { } listeners)
            {
                Messages.Write(_message, kind, channel, message);
                receivers += SendTo(listeners);
            }

            return patterns ? receivers + PublishToPatterns(channel, message) : receivers;
        }
    }

    /// <summary>How many times a message would be sent.</summary>
    /// <inheritdoc cref="Publish"/>
    public int CountReceivers(ChannelKind kind, ReadOnlySpan<byte> channel)
    {
        lock (_gate)
        {
            int receivers = _tables[(int)kind].Find(channel)?.Count ?? 0;
            if (kind == ChannelKind.Channel)
            {
                foreach (var (pattern, listeners) in _tables[(int)ChannelKind.Pattern].Listeners)
                {
                    receivers += Glob.IsMatch(pattern, channel) ? listeners.Count : 0;
                }
            }

            return receivers;
        }
    }

    /// <summary>How many clients listen to this very name.</summary>
    public int CountListeners(ChannelKind kind, ReadOnlySpan<byte> name)
    {
        lock (_gate)
        {
            return _tables[(int)kind].Find(name)?.Count ?? 0;
        }
    }

    /// <summary>The names of a kind that somebody listens to.</summary>
    public IReadOnlyList<byte[]> NamesOf(ChannelKind kind)
    {
        lock (_gate)
        {
            return [.. _tables[(int)kind].Listeners.Keys];
        }
    }

    private int PublishToPatterns(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        int receivers = 0;
        foreach (var (pattern, listeners) in _tables[(int)ChannelKind.Pattern].Listeners)
        {
            if (Glob.IsMatch(pattern, channel))
            {
                Messages.WritePattern(_message, pattern, channel, message);
                receivers += SendTo(listeners);
            }
        }

        return receivers;
    }

    private int SendTo(List<Client> listeners)
    {
        foreach (var listener in listeners)
        {
            _mail.Push(listener, _message.WrittenSpan);
        }

        _message.Clear();
        return listeners.Count;
    }

    private void Remove(Client client, ChannelKind kind, byte[] name)
    {
        if (client.Subscriptions is { } subscriptions && subscriptions.Remove(kind, name))
        {
            _tables[(int)kind].Remove(name, client);
            Count(kind);
        }
    }

    private void Confirm(Client client, ReadOnlySpan<byte> word, byte[]? name, ChannelKind kind, RespWriter? reply)
    {
        int count = client.Subscriptions?.ConfirmedCount(kind) ?? 0;
        if (reply is not null)
        {
            Confirmation.Write(reply, word, name, count);
            return;
        }

        _message.Protocol = client.Protocol;
        Confirmation.Write(_message, word, name, count);
        _mail.Push(client, _message.WrittenSpan);
        _message.Clear();
    }

    private void Count(ChannelKind kind) => Volatile.Write(ref _counts[(int)kind], _tables[(int)kind].Listeners.Count);
}
