using System.Diagnostics.CodeAnalysis;

namespace Pika.Actors.Blocking;

/// <summary>Who waits on which key of one database, in the order in which they came. Not thread-safe: <see cref="BlockedClients"/> holds the lock.</summary>
internal sealed class BlockedQueues
{
    private readonly Dictionary<byte[], Queue> _queues;
    private readonly Dictionary<byte[], Queue>.AlternateLookup<ReadOnlySpan<byte>> _byKey;

    /// <summary>Nobody waits.</summary>
    public BlockedQueues()
    {
        _queues = new Dictionary<byte[], Queue>(ByBytes.Instance);
        _byKey = _queues.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The keys that somebody waits on.</summary>
    public IReadOnlyList<byte[]> Keys => [.. _queues.Keys];

    /// <summary>Puts a client behind all others that wait on its keys.</summary>
    public void Add(BlockedClient client)
    {
        for (int i = 0; i < client.For.Keys; i++)
        {
            int word = client.For.FirstKey + i;
            var key = client.Request[word];
            if (!_byKey.TryGetValue(key, out var queue))
            {
                _byKey[key] = queue = new Queue();
            }

            if (queue.Places.Last is { } last && last.Value.Client == client)
            {
                continue;
            }

            client.Places[i] = queue.Places.AddLast(new BlockedPlace(client, word));
            queue.WakeWhenGone += client.For.WakesWhenGone ? 1 : 0;
        }
    }

    /// <summary>Takes a client out of the queues of all its keys.</summary>
    public void Remove(BlockedClient client)
    {
        for (int i = 0; i < client.Places.Length; i++)
        {
            if (client.Places[i] is not { } place)
            {
                continue;
            }

            client.Places[i] = null;
            var key = client.Request[place.Value.Key];
            var queue = _byKey[key];
            queue.Places.Remove(place);
            queue.WakeWhenGone -= client.For.WakesWhenGone ? 1 : 0;
            if (queue.Places.Count == 0)
            {
                _byKey.Remove(key);
            }
        }
    }

    /// <summary>Finds some of those that wait on a key, beginning behind a place in the order.</summary>
    /// <param name="after">The order of the last one that is of no interest any more.</param>
    /// <param name="onlyWhenGone">Only those that want to know that the key is gone.</param>
    /// <param name="most">Not more than these.</param>
    public void Find(ReadOnlySpan<byte> key, long after, bool onlyWhenGone, int most, List<BlockedPlace> found)
    {
        if (!_byKey.TryGetValue(key, out var queue) || (onlyWhenGone && queue.WakeWhenGone == 0))
        {
            return;
        }

        for (var node = queue.Places.First; node is not null && found.Count < most; node = node.Next)
        {
            var client = node.ValueRef.Client;
            bool isWanted = !onlyWhenGone || client.For.WakesWhenGone;
            if (client.Order > after && client.State == BlockedClient.Phase.Waiting && isWanted)
            {
                found.Add(node.ValueRef);
            }
        }
    }

    private sealed class Queue
    {
        public LinkedList<BlockedPlace> Places { get; } = new();

        /// <summary>How many of them want to know that the key is gone; mostly none, so that a key that is gone needs no walk.</summary>
        public int WakeWhenGone { get; set; }
    }

    private sealed class ByBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByBytes Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] key) => GetHashCode(key.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
