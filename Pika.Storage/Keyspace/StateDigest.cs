using System.Buffers.Binary;
using System.Security.Cryptography;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Digests of one state of all databases, slot by slot, and key by key where they differ: equal for equal data, on any two nodes. A key's digest is of its
/// database, name, type, value and the time when it expires; a stream's with its groups. Nothing internal takes part, nor does a clock: keys that have
/// expired and are not removed yet count as any other. What DEBUG DIGEST is for a person, this is for a comparison of nodes: it narrows down where they differ,
/// in bounded steps. One thread at a time.
/// </summary>
public sealed class StateDigest : IDisposable
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = DatasetDigest.Size;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly Keyspace _keyspace;
    private readonly DatasetDigest _values;
    private readonly int _databases;

    /// <summary>Digests of a state, which it owns from here on. Reads may block on a disk.</summary>
    /// <param name="databases">How many databases there are.</param>
    /// <param name="format">How scores are written.</param>
    public StateDigest(IStore store, IStoreSnapshot state, int databases, ScoreFormat format)
    {
        _keyspace = new Keyspace(store, state);
        _values = new DatasetDigest(_keyspace, format);
        _databases = databases;
    }

    /// <summary>Writes the digests of slots one after the other, each the sum (xor) of its keys' digests; zeros for an empty slot.</summary>
    /// <param name="first">The first slot.</param>
    /// <param name="digests">Room for <see cref="Size"/> bytes of each slot.</param>
    /// <returns>How many keys the slots have.</returns>
    public long OfSlots(int first, Span<byte> digests)
    {
        digests.Clear();
        long keys = 0;
        int end = first + (digests.Length / Size);
        Span<byte> ofValue = stackalloc byte[Size];
        for (int database = 0; database < _databases; database++)
        {
            Open(database);
            using var walk = new KeyWalk(_keyspace);
            for (bool any = walk.SeekToSlot((ushort)first); any && walk.Slot < end; any = walk.Next())
            {
                var row = walk.Row;
                OfValue(walk.Key, row, ofValue);
                AddKey(database, walk.Key, row, ofValue, digests.Slice((walk.Slot - first) * Size, Size));
                keys++;
            }
        }

        return keys;
    }

    /// <summary>What the keys of a database in one slot are, in the order of their bytes.</summary>
    /// <param name="from">Where to begin, whether or not there is such a key; empty: with the first.</param>
    /// <param name="most">The most keys to return.</param>
    public List<KeyDigest> OfKeys(int database, int slot, ReadOnlySpan<byte> from, int most)
    {
        var keys = new List<KeyDigest>();
        Open(database);
        using var walk = new KeyWalk(_keyspace);
        for (bool any = walk.SeekInSlot((ushort)slot, from); any && walk.Slot == slot && keys.Count < most; any = walk.Next())
        {
            var row = walk.Row;
            var ofValue = new byte[Size];
            OfValue(walk.Key, row, ofValue);
            keys.Add(new KeyDigest(walk.Key.ToArray(), row.Type, row.ExpireAt, ofValue));
        }

        return keys;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _keyspace.Dispose();
        _hash.Dispose();
    }

    private void Open(int database) => _keyspace.Select(database, new Generation(Catalog.GenerationOf(_keyspace, database), shards: 1));

    private void AddKey(int database, ReadOnlySpan<byte> key, in KeyRow row, ReadOnlySpan<byte> ofValue, Span<byte> sum)
    {
        Append(database);
        Append(key);
        Append((long)row.Type);
        Append(row.ExpireAt);
        _hash.AppendData(ofValue);
        Span<byte> digest = stackalloc byte[Size];
        _hash.GetHashAndReset(digest);
        for (int i = 0; i < Size; i++)
        {
            sum[i] ^= digest[i];
        }
    }

    private void OfValue(ReadOnlySpan<byte> key, in KeyRow row, Span<byte> digest)
    {
        digest.Clear();
        _values.AddValue(digest, key, row);
        if (row.Type == ValueType.Stream)
        {
            AddGroups(key, row, digest);
        }
    }

    // DEBUG DIGEST leaves out what a stream says of itself and its groups; whoever reads on from a replica misses nothing of it.
    private void AddGroups(ReadOnlySpan<byte> key, in KeyRow row, Span<byte> digest)
    {
        _hash.AppendData(digest);
        var state = StreamState.Of(row);
        Append(state.LastId);
        Append(state.MaxDeletedId);
        Append(state.EntriesAdded);
        var groups = new StreamGroupRows(_keyspace, key, row.Version);
        using var walk = groups.WalkGroups();
        while (walk.Next())
        {
            var group = walk.Group;
            Append(walk.Name);
            Append(group.LastId);
            Append(group.EntriesRead);
            AppendPending(groups, group.Number);
            AppendConsumers(groups, group.Number);
        }

        _hash.GetHashAndReset(digest);
    }

    private void AppendPending(in StreamGroupRows groups, uint group)
    {
        using var walk = groups.WalkPending(group, StreamId.Zero, StreamId.Max);
        while (walk.Next())
        {
            var delivery = walk.Delivery;
            Append(walk.Id);
            Append(delivery.At);
            Append(delivery.Count);
        }
    }

    private void AppendConsumers(in StreamGroupRows groups, uint group)
    {
        using var walk = groups.WalkConsumers(group);
        while (walk.Next())
        {
            Append(walk.Name);
            Append(groups.Consumer(group, walk.Number).SeenAt);
            using var pending = groups.WalkPendingOf(group, walk.Number, StreamId.Zero, StreamId.Max);
            while (pending.Next())
            {
                Append(pending.Id);
            }
        }
    }

    // A text with its length, so that no two sequences of texts look alike.
    private void Append(scoped ReadOnlySpan<byte> text)
    {
        Append(text.Length);
        _hash.AppendData(text);
    }

    private void Append(StreamId id)
    {
        Span<byte> bytes = stackalloc byte[StreamId.Size];
        id.Write(bytes);
        _hash.AppendData(bytes);
    }

    private void Append(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
