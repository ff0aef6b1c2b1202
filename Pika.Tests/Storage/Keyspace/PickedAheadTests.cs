using System.Text;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.RocksDb;
using Pika.Storage.Store.Tiered;
using Pika.Tests.Storage.Store;
using Pika.Tests.Support;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>
/// Pops from a set whose rows are in RocksDB, under hot rows. Every walk stops where it may not wait for a disk, so each command that reads is taken back and run again, as a
/// writer does it.
/// </summary>
public sealed class PickedAheadTests : IDisposable
{
    private readonly Random _random = new(5);
    private readonly IdCounters _ids = new(default);
    private readonly TemporaryDirectory _directory = new();
    private ColdWalks _store;
    private Turn _turn = null!;
    private View _view = null!;

    public PickedAheadTests()
    {
        _store = Open();
        Begin();
    }

    public void Dispose()
    {
        _view.Dispose();
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_set_that_is_popped_empty_is_walked_over_once()
    {
        const int Size = 10_000;
        Fill(Size);
        var rows = Data();
        Restart();
        _store.Watch(rows);

        var popped = new HashSet<string>();
        for (int i = 0; i < Size; i++)
        {
            popped.Add(Pop()).ShouldBeTrue();
            Commit();
        }

        popped.Count.ShouldBe(Size);

        // The first member is looked for in all of the set, and the first parts are small.
        _store.Passed.ShouldBeLessThan(2 * Size + 500);
        _store.Walks.ShouldBeLessThan((Size / 64) + 30);
    }

    [Fact]
    public void Any_member_is_as_likely_to_be_popped_as_any_other()
    {
        const int Size = 2000;
        const int Rounds = 200;
        const int Pops = 400;
        Fill(Size);
        Restart();
        var times = new int[Size];
        for (int round = 0; round < Rounds; round++)
        {
            Begin();
            for (int i = 0; i < Pops; i++)
                times[int.Parse(Pop())]++;
        }

        // Members of one part are mostly popped together: that makes the sum vary as if there were 64 times fewer of 64 times the weight.
        const double Expected = (double)Rounds * Pops / Size;
        double chiSquare = times.Sum(each => Math.Pow(each - Expected, 2) / Expected);
        chiSquare.ShouldBeLessThan(Size - Pops + (5.5 * Math.Sqrt(2.0 * Size * 64)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4000)]
    public void Whatever_happens_between_pops_each_member_that_is_there_comes_once(int size)
    {
        Fill(size);
        var committed = Enumerable.Range(0, size).Select(i => $"{i}").ToHashSet();
        var (next, there) = (size, committed.ToHashSet());
        while (there.Count > 0)
        {
            switch (_random.Next(400))
            {
                case 0:
                    there.Add($"{next}");
                    Edit((ref ElementsEdit edit) => edit.Add(Encoding.ASCII.GetBytes($"{next++}")).ShouldBeTrue());
                    break;
                case 1:
                    string removed = $"{_random.Next(next)}";
                    Edit((ref ElementsEdit edit) => edit.Remove(Encoding.ASCII.GetBytes(removed)).ShouldBe(there.Remove(removed)));
                    break;
                case 2:
                    Commit();
                    committed = there.ToHashSet();
                    Restart();
                    break;
                case < 6:
                    _turn.Clear();
                    there = committed.ToHashSet();
                    break;
                case < 60:
                    Commit();
                    committed = there.ToHashSet();
                    break;
                default:
                    there.Remove(Pop()).ShouldBeTrue();
                    break;
            }
        }

        using var row = _view.Find("k"u8);
        row.Exists.ShouldBeFalse();
    }

    private string Pop()
    {
        var mark = _turn.Mark();
        _view.Tier = ReadTier.BlockCache;
        string? popped = TryPop();
        if (popped is null)
        {
            _turn.Rollback(mark);
            _view.Open(0, _view.Generation, now: 1000);
            _view.Tier = ReadTier.All;
            popped = TryPop();
        }

        return popped.ShouldNotBeNull();
    }

    private string? TryPop()
    {
        using var row = _view.Find("k"u8);
        if (!RandomElements.TryTake(_view, new ElementRows(_view, "k"u8, row.Version), row.Size, _random.NextInt64, out var element))
            return null;

        string popped = Encoding.ASCII.GetString(element);
        var edit = SetType.Edit(_view, "k"u8, row);
        edit.RemoveTaken(element);
        edit.Finish(changed: true);
        return popped;
    }

    private void Edit(ElementsEditor change)
    {
        _view.Tier = ReadTier.All;
        using var row = _view.Find("k"u8);
        var edit = SetType.Edit(_view, "k"u8, row);
        change(ref edit);
        edit.Finish(changed: true);
    }

    private void Fill(int size)
    {
        using (var row = _view.Find("k"u8))
        {
            var edit = SetType.Edit(_view, "k"u8, row);
            for (int i = 0; i < size; i++)
                edit.Add(Encoding.ASCII.GetBytes($"{i}"));

            edit.Finish(changed: true);
        }

        Commit();
    }

    private List<byte[]> Data()
    {
        using var walk = _store.Iterate(Family.Data, default, default, ReadTier.All, null);
        var keys = new List<byte[]>();
        for (walk.SeekToFirst(); walk.Valid; walk.Next())
            keys.Add(walk.Key.ToArray());

        return keys;
    }

    private void Commit() => TurnTests.Commit(_turn, _store);

    private void Begin()
    {
        _view?.Dispose();
        _turn = new Turn(_store, _ids);
        _view = new View(_turn);
        _view.Open(0, new Generation(0, shards: 1), now: 1000);
    }

    private void Restart()
    {
        _store.Flush();
        _store.Dispose();
        _store = Open();
        Begin();
    }

    private ColdWalks Open()
    {
        var options = new RocksDbOptions { MemoryBudget = 16 << 20, Compression = "none" };
        return new ColdWalks(new TieredStore(RocksDbStore.Open(_directory["db"], options), 16 << 20));
    }

    private delegate void ElementsEditor(ref ElementsEdit edit);

    /// <summary>A store in which no walk is possible without a disk. It counts the walks that were, and the rows that were once within their bounds.</summary>
    private sealed class ColdWalks(IStore below) : PassingStore(below)
    {
        private List<byte[]> _watched = [];

        public int Walks { get; private set; }

        public long Passed { get; private set; }

        public void Watch(List<byte[]> rows) => (_watched, Walks, Passed) = (rows, 0, 0);

        public override IRowIterator Iterate(
            Family family,
            ReadOnlySpan<byte> lower,
            ReadOnlySpan<byte> upper,
            ReadTier tier,
            IStoreSnapshot? snapshot
        )
        {
            if (tier == ReadTier.BlockCache)
                return EmptyIterator.NeedsToWait;

            Walks++;
            Passed += FirstFrom(upper) - FirstFrom(lower);
            return base.Iterate(family, lower, upper, tier, snapshot);
        }

        private int FirstFrom(ReadOnlySpan<byte> key)
        {
            (int low, int high) = (0, _watched.Count);
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = _watched[middle].AsSpan().SequenceCompareTo(key) < 0 ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
