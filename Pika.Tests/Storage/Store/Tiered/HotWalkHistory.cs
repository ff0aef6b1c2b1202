using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using Pika.Storage.Store.Tiered;

namespace Pika.Tests.Storage.Store.Tiered;

/// <summary>One random history on a few collections, some of which get more rows than are put in order for one walk.</summary>
internal sealed class HotWalkHistory
{
    private static readonly Family[] Walked = [Family.Data, Family.Score, Family.Expire, Family.System];

    private readonly Random _random;
    private readonly HookedStore _below = new(new MemoryStore());
    private readonly Dictionary<(Family, int), SortedDictionary<byte[], byte[]>> _model = [];
    private readonly int _keys;
    private Turn? _turn;

    public HotWalkHistory(Random random)
    {
        _random = random;
        _keys = random.Next(2) == 0 ? 12 : 1000;
        foreach (var family in Walked)
        {
            for (int collection = 1; collection < 4; collection++)
            {
                _model[(family, collection)] = new(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
            }
        }
    }

    public void Run()
    {
        using var store = new TieredStore(_below, 8 << 20);
        _turn = new Turn(store, new IdCounters(default));
        if (_random.Next(2) == 0)
            store.SetReplayed(0);

        for (int step = 0; step < 60; step++)
        {
            Change(store, except: null);
            switch (_random.Next(6))
            {
                case 0:
                    store.Flush();
                    break;
                case 1:
                    FlushUnderWalks(store);
                    break;
                case 2:
                    FailToFlush(store);
                    break;
                case 3:
                    WalkAcrossDrains(store);
                    break;
            }

            CompareOne(store);
        }

        store.Flush();
        CompareOne(store);
    }

    // In a turn, which reads what it has written, and takes some of it back.
    private void Change(IStore store, (Family, int)? except)
    {
        for (int command = _random.Next(1, 6); command > 0; command--)
        {
            var mark = _turn!.Mark();
            var before = _model.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
            for (int row = _random.Next(1, 20); row > 0; row--)
            {
                ChangeRow(except);
                if (except is null && _random.Next(8) == 0)
                    CompareOne(null);
            }

            if (_random.Next(4) == 0)
            {
                _turn.Rollback(mark);
                foreach (var (collection, rows) in before)
                {
                    _model[collection].Clear();
                    Array.ForEach(rows, row => _model[collection].Add(row.Key, row.Value));
                }
            }
        }

        if (except is null)
            CompareOne(null);

        store.Write(_turn!.Batch.Payload, noSlowdown: false).ShouldBe(WriteStatus.Written);
        _turn.Committed();
    }

    private void ChangeRow((Family, int)? except)
    {
        var collection = AnyCollection();
        if (collection == except)
            return;

        byte[] key = [.. HotWalkTests.Prefix(collection.Item1, collection.Item2), .. Suffix()];
        if (_random.Next(3) == 0)
        {
            _turn!.Delete(collection.Item1, key);
            _model[collection].Remove(key);
        }
        else
        {
            byte[] value = BitConverter.GetBytes(_random.Next())[..(_random.Next(2) + 3)];
            value.CopyTo(_turn!.Put(collection.Item1, key, value.Length));
            _model[collection][key] = value;
        }
    }

    private void FlushUnderWalks(TieredStore store)
    {
        _below.Hook = _ => CompareOne(store);
        store.Flush();
        _below.Hook = null;
    }

    private void FailToFlush(TieredStore store)
    {
        bool late = _random.Next(2) == 0;
        _below.Hook = before =>
        {
            if (before != late)
                throw new StoreException(StoreError.Io, "as the test wants it");
        };
        try
        {
            store.Flush();
        }
        catch (StoreException) { }

        _below.Hook = null;
        CompareOne(store);
        Change(store, except: null);
    }

    // The collection itself is not written meanwhile, as in a turn of the shard that owns it.
    private void WalkAcrossDrains(TieredStore store)
    {
        var collection = AnyCollection();
        var expected = _model[collection].Keys.ToArray();
        using var walk = HotWalkTests.Open(store, collection.Item1, collection.Item2, ReadTier.All);
        walk.SeekToFirst();
        for (int at = 0; at < expected.Length; at++)
        {
            walk.Valid.ShouldBeTrue();
            walk.Key.ToArray().ShouldBe(expected[at]);
            walk.Value.ToArray().ShouldBe(_model[collection][expected[at]]);
            if (_random.Next(8) == 0)
                Change(store, collection);

            if (_random.Next(16) == 0)
                store.Flush();

            walk.Next();
        }

        walk.Valid.ShouldBeFalse();
    }

    // In the store, or in the turn.
    private void CompareOne(IStore? store)
    {
        var collection = AnyCollection();
        var (family, number) = collection;
        bool whole = _random.Next(2) == 0;
        byte[] lower = whole ? HotWalkTests.Prefix(family, number) : [.. HotWalkTests.Prefix(family, number), .. Suffix()];
        byte[] upper = whole ? HotWalkTests.End(family, number) : [.. HotWalkTests.Prefix(family, number), .. Suffix()];
        if (lower.AsSpan().SequenceCompareTo(upper) >= 0)
            return;

        var rows = _model[collection]
            .Where(row => row.Key.AsSpan().SequenceCompareTo(lower) >= 0 && row.Key.AsSpan().SequenceCompareTo(upper) < 0)
            .ToArray();
        using var walk = store?.Iterate(family, lower, upper, ReadTier.All, null) ?? _turn!.Iterate(family, lower, upper, ReadTier.All);
        for (int round = 0; round < 4; round++)
        {
            int at = Seek(walk, rows, [.. HotWalkTests.Prefix(family, number), .. Suffix()]);
            for (int move = _random.Next(2, 40); move > 0; move--)
            {
                walk.Valid.ShouldBe(at >= 0 && at < rows.Length);
                if (!walk.Valid)
                    break;

                walk.Key.ToArray().ShouldBe(rows[at].Key);
                walk.Value.ToArray().ShouldBe(rows[at].Value);
                bool back = _random.Next(10) == 0 || (round == 1 && _random.Next(10) > 0);
                if (back)
                    walk.Prev();
                else
                    walk.Next();

                at += back ? -1 : 1;
            }
        }
    }

    private int Seek(IRowIterator walk, KeyValuePair<byte[], byte[]>[] rows, byte[] target)
    {
        switch (_random.Next(4))
        {
            case 0:
                walk.SeekToFirst();
                return 0;
            case 1:
                walk.SeekToLast();
                return rows.Length - 1;
            case 2:
                walk.Seek(target);
                return Array.FindIndex(rows, row => row.Key.AsSpan().SequenceCompareTo(target) >= 0) is var i and >= 0 ? i : rows.Length;
            default:
                walk.SeekForPrev(target);
                return Array.FindLastIndex(rows, row => row.Key.AsSpan().SequenceCompareTo(target) <= 0);
        }
    }

    private (Family, int) AnyCollection() => (Walked[_random.Next(Walked.Length)], _random.Next(1, 4));

    // Of any length, some equal in their first eight bytes.
    private byte[] Suffix()
    {
        int number = _random.Next(_keys);
        return (number % 4) switch
        {
            0 => [(byte)number],
            1 => [(byte)(number >> 8), (byte)number],
            2 => [7, 7, 7, 7, 7, 7, 7, 7, (byte)(number >> 8), (byte)number],
            _ => [.. Enumerable.Repeat((byte)0, number % 11), (byte)(number >> 8), (byte)number],
        };
    }
}
