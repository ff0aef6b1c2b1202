using Pika.Storage.Store;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>Lists against a list in memory, by random changes of all kinds: short ones, long ones, and such as are changed in the middle only.</summary>
public sealed class ListTypeTests : IDisposable
{
    private readonly ListModel _list = new();

    public void Dispose() => _list.Dispose();

    [Theory]
    [InlineData(1, 0, 60_000)]
    [InlineData(2, 700, 60_000)]
    [InlineData(3, 3_000, 60_000)]
    [InlineData(4, 40_000, 20_000)]
    public void A_list_is_what_was_done_to_it(int seed, int length, int changes)
    {
        var chance = new Random(seed);
        _list.Fill(length);
        for (var i = 0; i < changes; i++)
        {
            // It grows when it is shorter than it was meant to be, and shrinks when it is longer.
            var grows = _list.Model.Count < length + chance.Next(20) || chance.Next(3) == 0;
            Change(chance, grows);
            if (chance.Next(8) == 0)
                _list.Commit();

            if (chance.Next(4) == 0)
                _list.CheckSome(chance);

            if (chance.Next(2_000) == 0)
                _list.CheckAll();
        }

        _list.CheckAll();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Insertions_at_one_place_find_room_for_ever(bool moving)
    {
        _list.Fill(3_000);
        for (var i = 0; i < 10_000; i++)
        {
            _list.Insert(moving ? 1_500 + i : 1_500, _list.Word());
            if (i % 10 == 0)
                _list.Commit();
        }

        _list.CheckAll();
        while (_list.Model.Count > 0)
        {
            _list.Pop(left: _list.Model.Count % 2 == 0, Math.Min(_list.Model.Count, 37));
            _list.Commit();
        }

        _list.Reclaim();
        _list.Rows(Family.Data).ShouldBe(0);
        _list.Rows(Family.Score).ShouldBe(0);
        _list.Rows(Family.Meta).ShouldBe(0);
    }

    [Fact]
    public void A_list_that_was_changed_at_random_leaves_no_rows_when_it_is_emptied()
    {
        var chance = new Random(7);
        _list.Fill(5_000);
        for (var i = 0; i < 5_000; i++)
            Change(chance, grows: i % 2 == 0);

        _list.Commit();
        _list.Reclaim();
        _list.Rows(Family.Data).ShouldBe(_list.Model.Count);
        while (_list.Model.Count > 0)
            _list.Pop(chance.Next(2) == 0, Math.Min(_list.Model.Count, chance.Next(1, 200)));

        _list.Commit();
        _list.Reclaim();
        _list.Rows(Family.Data).ShouldBe(0);
        _list.Rows(Family.Score).ShouldBe(0);
        _list.Rows(Family.Meta).ShouldBe(0);
    }

    [Fact]
    public void Short_lists_are_one_run_whatever_is_done_to_them()
    {
        var chance = new Random(11);
        _list.Fill(200);
        for (var i = 0; i < 3_000; i++)
            Change(chance, grows: _list.Model.Count < 180);

        _list.Commit();
        _list.Rows(Family.Score).ShouldBe(0);
        _list.MetaLength().ShouldBe(2 + 24);
    }

    [Fact]
    public void One_insertion_into_the_middle_of_a_long_list_moves_nothing()
    {
        _list.Fill(20_000);
        _list.Commit();
        var before = _list.BatchLength;
        _list.Insert(10_000, "x");
        (_list.BatchLength - before).ShouldBeLessThan(300);
        _list.Commit();
        _list.CheckAll();
    }

    [Fact]
    public void One_removal_from_the_middle_of_a_long_list_moves_nothing()
    {
        _list.Fill(20_000);
        _list.Commit();
        var before = _list.BatchLength;
        _list.Remove(1, _list.Model[10_000]);
        (_list.BatchLength - before).ShouldBeLessThan(300);
        _list.Commit();
        _list.CheckAll();
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(9_000, 100)]
    [InlineData(19_900, 100)]
    [InlineData(5_000, 10_000)]
    [InlineData(0, 19_999)]
    public void Trimming_keeps_what_it_should(int first, int count)
    {
        _list.Fill(20_000);
        _list.Commit();
        _list.Keep(first, count);
        _list.Push(left: true, "head");
        _list.Push(left: false, "tail");
        _list.CheckAll();
        _list.Commit();
        _list.CheckAll();
    }

    [Fact]
    public void Very_many_are_trimmed_off_by_one_record_of_a_range()
    {
        _list.Fill(20_000);
        _list.Commit();
        _list.Keep(10_000, 10_000);
        _list.BatchLength.ShouldBeLessThan(500);
        _list.Commit();
        _list.CheckAll();
        _list.Rows(Family.Data).ShouldBe(10_000);
    }

    [Fact]
    public void An_expiry_stays_when_elements_are_added()
    {
        _list.Fill(1);
        using (var row = _list.View.Find("k"u8))
            _list.View.PutExpiry("k"u8, 5_000, row);

        _list.Push(left: true, "x");
        using var changed = _list.View.Find("k"u8);
        changed.ExpireAt.ShouldBe(5_000);
    }

    private void Change(Random chance, bool grows)
    {
        var n = _list.Model.Count;
        switch (chance.Next(grows ? 6 : 12))
        {
            case 0 or 1:
                _list.Push(chance.Next(2) == 0, _list.Word());
                break;
            case < 6 when n > 0:
                _list.Insert(chance.Next(3) == 0 ? n / 2 : chance.Next(n + 1), _list.Word());
                break;
            case 6 when n > 0:
                _list.Set(chance.Next(n), _list.Word());
                break;
            case 7 or 8 when n > 0:
                _list.Remove(chance.Next(3) - 1, _list.Model[chance.Next(n)]);
                break;
            case 9 when n > 0:
                RemoveMany(chance);
                break;
            case 10 when n > 0:
                _list.Pop(chance.Next(2) == 0, chance.Next(1, Math.Min(n, chance.Next(10) == 0 ? 400 : 3) + 1));
                break;
            case 11 when n > 0 && chance.Next(20) == 0:
                var first = chance.Next(Math.Min(n, 300));
                _list.Keep(first, chance.Next(Math.Max(1, n - first - 300), n - first + 1));
                break;
        }
    }

    private void RemoveMany(Random chance)
    {
        var share = chance.Next(1, 100);
        for (var i = chance.Next(_list.Model.Count); i < _list.Model.Count && chance.Next(300) != 0; i++)
        {
            if (chance.Next(100) < share)
                _list.Set(i, "gone");
        }

        _list.Remove(0, "gone");
    }
}
