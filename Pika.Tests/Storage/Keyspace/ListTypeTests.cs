using System.Text;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using Pika.Storage.Store.Memory;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>Lists against a list in memory, by random changes of all kinds: short ones, long ones, and such as are changed in the middle only.</summary>
public sealed class ListTypeTests : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly Turn _turn;
    private readonly View _view;
    private readonly List<string> _model = [];
    private int _next;

    public ListTypeTests()
    {
        _turn = new Turn(_store, new IdCounters(default));
        _view = new View(_turn) { Tier = ReadTier.All };
        _view.Open(0, new Generation(0, shards: 1), now: 1000);
    }

    public void Dispose()
    {
        _view.Dispose();
        _store.Dispose();
    }

    [Theory]
    [InlineData(1, 0, 60_000)]
    [InlineData(2, 700, 60_000)]
    [InlineData(3, 3_000, 60_000)]
    [InlineData(4, 40_000, 20_000)]
    public void A_list_is_what_was_done_to_it(int seed, int length, int changes)
    {
        var chance = new Random(seed);
        Fill(length);
        for (var i = 0; i < changes; i++)
        {
            // It grows when it is shorter than it was meant to be, and shrinks when it is longer.
            var grows = _model.Count < length + chance.Next(20) || chance.Next(3) == 0;
            Change(chance, grows);
            if (chance.Next(8) == 0)
                Commit();

            if (chance.Next(4) == 0)
                CheckSome(chance);

            if (chance.Next(2_000) == 0)
                CheckAll();
        }

        CheckAll();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Insertions_at_one_place_find_room_for_ever(bool moving)
    {
        Fill(3_000);
        for (var i = 0; i < 10_000; i++)
        {
            Insert(moving ? 1_500 + i : 1_500, Word());
            if (i % 10 == 0)
                Commit();
        }

        CheckAll();
        while (_model.Count > 0)
        {
            Pop(left: _model.Count % 2 == 0, Math.Min(_model.Count, 37));
            Commit();
        }

        Reclaim();
        Rows(Family.Data).ShouldBe(0);
        Rows(Family.Score).ShouldBe(0);
        Rows(Family.Meta).ShouldBe(0);
    }

    [Fact]
    public void A_list_that_was_changed_at_random_leaves_no_rows_when_it_is_emptied()
    {
        var chance = new Random(7);
        Fill(5_000);
        for (var i = 0; i < 5_000; i++)
            Change(chance, grows: i % 2 == 0);

        Commit();
        Reclaim();
        Rows(Family.Data).ShouldBe(_model.Count);
        while (_model.Count > 0)
            Pop(chance.Next(2) == 0, Math.Min(_model.Count, chance.Next(1, 200)));

        Commit();
        Reclaim();
        Rows(Family.Data).ShouldBe(0);
        Rows(Family.Score).ShouldBe(0);
        Rows(Family.Meta).ShouldBe(0);
    }

    [Fact]
    public void Short_lists_are_one_run_whatever_is_done_to_them()
    {
        var chance = new Random(11);
        Fill(200);
        for (var i = 0; i < 3_000; i++)
            Change(chance, grows: _model.Count < 180);

        Commit();
        Rows(Family.Score).ShouldBe(0);
        MetaLength().ShouldBe(2 + 24);
    }

    [Fact]
    public void One_insertion_into_the_middle_of_a_long_list_moves_nothing()
    {
        Fill(20_000);
        Commit();
        var before = _turn.Batch.Length;
        Insert(10_000, "x");
        (_turn.Batch.Length - before).ShouldBeLessThan(300);
        Commit();
        CheckAll();
    }

    [Fact]
    public void One_removal_from_the_middle_of_a_long_list_moves_nothing()
    {
        Fill(20_000);
        Commit();
        var before = _turn.Batch.Length;
        Remove(1, _model[10_000]);
        (_turn.Batch.Length - before).ShouldBeLessThan(300);
        Commit();
        CheckAll();
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(9_000, 100)]
    [InlineData(19_900, 100)]
    [InlineData(5_000, 10_000)]
    [InlineData(0, 19_999)]
    public void Trimming_keeps_what_it_should(int first, int count)
    {
        Fill(20_000);
        Commit();
        Keep(first, count);
        Push(left: true, "head");
        Push(left: false, "tail");
        CheckAll();
        Commit();
        CheckAll();
    }

    [Fact]
    public void Very_many_are_trimmed_off_by_one_record_of_a_range()
    {
        Fill(20_000);
        Commit();
        Keep(10_000, 10_000);
        _turn.Batch.Length.ShouldBeLessThan(500);
        Commit();
        CheckAll();
        Rows(Family.Data).ShouldBe(10_000);
    }

    [Fact]
    public void An_expiry_stays_when_elements_are_added()
    {
        Fill(1);
        using (var row = _view.Find("k"u8))
            _view.PutExpiry("k"u8, 5_000, row);

        Push(left: true, "x");
        using var changed = _view.Find("k"u8);
        changed.ExpireAt.ShouldBe(5_000);
    }

    private void Change(Random chance, bool grows)
    {
        var n = _model.Count;
        switch (chance.Next(grows ? 6 : 12))
        {
            case 0 or 1:
                Push(chance.Next(2) == 0, Word());
                break;
            case < 6 when n > 0:
                Insert(chance.Next(3) == 0 ? n / 2 : chance.Next(n + 1), Word());
                break;
            case 6 when n > 0:
                Set(chance.Next(n), Word());
                break;
            case 7 or 8 when n > 0:
                Remove(chance.Next(3) - 1, _model[chance.Next(n)]);
                break;
            case 9 when n > 0:
                RemoveMany(chance);
                break;
            case 10 when n > 0:
                Pop(chance.Next(2) == 0, chance.Next(1, Math.Min(n, chance.Next(10) == 0 ? 400 : 3) + 1));
                break;
            case 11 when n > 0 && chance.Next(20) == 0:
                var first = chance.Next(Math.Min(n, 300));
                Keep(first, chance.Next(Math.Max(1, n - first - 300), n - first + 1));
                break;
        }
    }

    // Few different words, so that a removal by value finds several.
    private string Word() => $"{_next++ % 5_000}";

    private void Fill(int length)
    {
        if (length == 0)
            return;

        using var row = _view.Find("k"u8);
        var list = new ListValue(_view, "k"u8, row);
        for (var i = 0; i < length; i++)
        {
            _model.Add(Word());
            list.Push(left: false, Encoding.ASCII.GetBytes(_model[^1]));
        }

        list.Save();
        Commit();
    }

    private void Push(bool left, string word)
    {
        _model.Insert(left ? 0 : _model.Count, word);
        using var row = _view.Find("k"u8);
        ListType.Push(_view, "k"u8, row, left, Encoding.ASCII.GetBytes(word));
    }

    private void Pop(bool left, int count)
    {
        using var row = _view.Find("k"u8);
        using (var walk = ListType.Ends(_view, "k"u8, row, left, count))
        {
            for (var i = 0; i < count; i++)
            {
                walk.Next().ShouldBeTrue();
                Encoding.ASCII.GetString(walk.Value).ShouldBe(left ? _model[i] : _model[^(i + 1)]);
            }
        }

        ListType.Drop(_view, "k"u8, row, left, count);
        _model.RemoveRange(left ? 0 : _model.Count - count, count);
    }

    private void Insert(int index, string word)
    {
        _model.Insert(index, word);
        using var row = _view.Find("k"u8);
        var list = new ListValue(_view, "k"u8, row);
        list.Insert(index, Encoding.ASCII.GetBytes(word));
        list.Save();
    }

    private void Set(int index, string word)
    {
        _model[index] = word;
        using var row = _view.Find("k"u8);
        new ListValue(_view, "k"u8, row).Set(index, Encoding.ASCII.GetBytes(word));
    }

    private void Remove(int count, string word)
    {
        var expected = 0;
        for (; count == 0 || expected < Math.Abs(count); expected++)
        {
            var at = count < 0 ? _model.LastIndexOf(word) : _model.IndexOf(word);
            if (at < 0)
                break;

            _model.RemoveAt(at);
        }

        using var row = _view.Find("k"u8);
        ListType.Remove(_view, "k"u8, row, count, Encoding.ASCII.GetBytes(word)).ShouldBe(expected);
    }

    private void RemoveMany(Random chance)
    {
        var share = chance.Next(1, 100);
        for (var i = chance.Next(_model.Count); i < _model.Count && chance.Next(300) != 0; i++)
        {
            if (chance.Next(100) < share)
                Set(i, "gone");
        }

        Remove(0, "gone");
    }

    private void Keep(int first, int count)
    {
        using var row = _view.Find("k"u8);
        var list = new ListValue(_view, "k"u8, row);
        list.Keep(first, count);
        list.Save();
        _model.RemoveRange(first + count, _model.Count - first - count);
        _model.RemoveRange(0, first);
    }

    private void CheckSome(Random chance)
    {
        using var row = _view.Find("k"u8);
        row.Exists.ShouldBe(_model.Count > 0);
        ListType.Count(row).ShouldBe(_model.Count);
        if (_model.Count > 0)
        {
            var first = chance.Next(_model.Count);
            Check(row, first, chance.Next(Math.Min(200, _model.Count - first) + 1), backwards: false);
            Check(row, first, chance.Next(Math.Min(200, first + 1) + 1), backwards: true);
        }
    }

    private void CheckAll()
    {
        using var row = _view.Find("k"u8);
        ListType.Count(row).ShouldBe(_model.Count);
        if (_model.Count > 0)
        {
            Check(row, 0, _model.Count, backwards: false);
            Check(row, _model.Count - 1, _model.Count, backwards: true);
        }
    }

    private void Check(in KeyRow row, int first, int count, bool backwards)
    {
        using var walk = new ListWalk(_view, "k"u8, row, first, count, backwards);
        for (var i = 0; i < count; i++)
        {
            walk.Next().ShouldBeTrue();
            var index = backwards ? first - i : first + i;
            walk.Index.ShouldBe(index);
            if (!walk.Value.SequenceEqual(Encoding.ASCII.GetBytes(_model[index])))
                Encoding.ASCII.GetString(walk.Value).ShouldBe(_model[index], $"index {index} of {_model.Count}");
        }

        walk.Next().ShouldBeFalse();
    }

    private void Commit() => TurnTests.Commit(_turn, _store);

    private int Rows(Family family)
    {
        using var rows = _store.Iterate(family, default, default, ReadTier.All, null);
        var count = 0;
        for (rows.SeekToFirst(); rows.Valid; rows.Next())
            count++;

        return count;
    }

    private int MetaLength()
    {
        using var rows = _store.Iterate(Family.Meta, default, default, ReadTier.All, null);
        rows.SeekToFirst();
        return rows.Value.Length;
    }

    private void Reclaim()
    {
        while (ReclaimQueue.Next(_store, 0, 0) is { } garbage)
        {
            ReclaimQueue.Remove(_turn, garbage);
            Commit();
        }
    }
}
