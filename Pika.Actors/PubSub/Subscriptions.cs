namespace Pika.Actors.PubSub;

/// <summary>
/// What one client listens to. Changed only under the lock of its <see cref="PubSubTable"/>, by the client's own commands; the counts are for all
/// threads.
/// </summary>
public sealed class Subscriptions
{
    private readonly OrderedDictionary<byte[], bool>[] _names =
    [
        new(ByteString.Comparer),
        new(ByteString.Comparer),
        new(ByteString.Comparer),
    ];

    private readonly int[] _counts = new int[3];

    /// <summary>Whether it listens to anything.</summary>
    public bool Any => CountOf(ChannelKind.Channel) + CountOf(ChannelKind.Pattern) + CountOf(ChannelKind.Shard) > 0;

    /// <summary>How many of a kind. Any thread.</summary>
    public int CountOf(ChannelKind kind) => Volatile.Read(ref _counts[(int)kind]);

    /// <summary>The number in the confirmation of SUBSCRIBE and the like: shard channels count for themselves, channels and patterns together.</summary>
    public int ConfirmedCount(ChannelKind kind) =>
        kind == ChannelKind.Shard ? CountOf(kind) : CountOf(ChannelKind.Channel) + CountOf(ChannelKind.Pattern);

    /// <summary>The names of a kind, in the order in which they came.</summary>
    internal byte[][] NamesOf(ChannelKind kind) => [.. _names[(int)kind].Keys];

    /// <summary>Adds a name. False: it is there already.</summary>
    internal bool Add(ChannelKind kind, byte[] name)
    {
        bool added = _names[(int)kind].TryAdd(name, true);
        Count(kind);
        return added;
    }

    /// <summary>Removes a name. False: it is not there.</summary>
    internal bool Remove(ChannelKind kind, byte[] name)
    {
        bool removed = _names[(int)kind].Remove(name);
        Count(kind);
        return removed;
    }

    private void Count(ChannelKind kind) => Volatile.Write(ref _counts[(int)kind], _names[(int)kind].Count);
}
