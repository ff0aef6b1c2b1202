using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>
/// One filling of a database: FLUSHDB gives the database a new generation, SWAPDB swaps the generations of two. It carries the
/// exact numbers of its keys, per shard, so that each number has one writer.
/// </summary>
public sealed class Generation
{
    /// <summary>Bytes of a count row's value: keys (8), keys with an expiry (8), little-endian.</summary>
    public const int CountSize = 16;

    private readonly KeyCount[] _counts;
    private bool _mayHaveGarbage = true;
    private volatile RankIndex? _readIndex;

    /// <summary>
    /// The count rows of shards that the node does not have: it had them once, or its master has them. They stay, and count, as they are.
    /// </summary>
    private readonly SortedDictionary<int, KeyCount> _foreign = [];

    /// <summary>The sum of those.</summary>
    private KeyCount _others;

    /// <summary>An empty generation.</summary>
    public Generation(uint id, int shards)
    {
        Id = id;
        _counts = new KeyCount[shards];
    }

    /// <summary>The id at the front of every row's key.</summary>
    public uint Id { get; }

    /// <summary>
    /// The index of the sorted set that was last asked for ranks outside turns; nobody changes it. One for a whole database, since it takes 2 MB for a set of ten million members.
    /// </summary>
    internal RankIndex? ReadIndex
    {
        get => _readIndex;
        set => _readIndex = value;
    }

    /// <summary>The number of shards that share the generation's slots.</summary>
    public int Shards => _counts.Length;

    /// <summary>All keys, those included that have expired and are not removed yet, as in Redis.</summary>
    public long Keys
    {
        get
        {
            long sum = _others.Keys;
            foreach (ref var count in _counts.AsSpan())
            {
                sum += Volatile.Read(ref count.Keys);
            }

            return sum;
        }
    }

    /// <summary>The keys that have an expiry.</summary>
    public long Expires
    {
        get
        {
            long sum = _others.Expires;
            foreach (ref var count in _counts.AsSpan())
            {
                sum += Volatile.Read(ref count.Expires);
            }

            return sum;
        }
    }

    /// <summary>Whether rows of it, or of what it replaced, may wait for reclaim. At start nobody has looked, so they may.</summary>
    public bool MayHaveGarbage
    {
        get => Volatile.Read(ref _mayHaveGarbage);
        set => Volatile.Write(ref _mayHaveGarbage, value);
    }

    /// <summary>The shard that owns a slot.</summary>
    public int ShardOf(ushort slot) => slot % _counts.Length;

    /// <summary>Adds a turn's changes, once they are committed. Called by the one writer of the shard.</summary>
    public void Add(int shard, long keys, long expires)
    {
        ref var count = ref _counts[shard];
        Volatile.Write(ref count.Keys, count.Keys + keys);
        Volatile.Write(ref count.Expires, count.Expires + expires);
    }

    /// <summary>Takes over a count row, found at start or written by a master, while nobody writes the generation's keys.</summary>
    public void Follow(int shard, ReadOnlySpan<byte> value)
    {
        var count = new KeyCount
        {
            Keys = BinaryPrimitives.ReadInt64LittleEndian(value),
            Expires = BinaryPrimitives.ReadInt64LittleEndian(value[8..]),
        };
        if (shard < _counts.Length)
        {
            Volatile.Write(ref _counts[shard].Keys, count.Keys);
            Volatile.Write(ref _counts[shard].Expires, count.Expires);
            return;
        }

        lock (_foreign)
        {
            _foreign[shard] = count;
            _others = new KeyCount
            {
                Keys = _foreign.Values.Sum(static one => one.Keys),
                Expires = _foreign.Values.Sum(static one => one.Expires),
            };
        }
    }

    /// <summary>The value of the count row as it will be once the changes are committed.</summary>
    public void WriteCount(Span<byte> room, int shard, long keys, long expires)
    {
        BinaryPrimitives.WriteInt64LittleEndian(room, _counts[shard].Keys + keys);
        BinaryPrimitives.WriteInt64LittleEndian(room[8..], _counts[shard].Expires + expires);
    }

    private struct KeyCount
    {
        public long Keys;
        public long Expires;
    }
}
