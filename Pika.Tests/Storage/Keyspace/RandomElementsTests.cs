using System.Text;
using Pika.Storage.Keyspace;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>
/// Elements are chosen evenly: a chi-square over how often each was chosen stays below what it passes once in a million runs. The seeds are fixed, so that
/// a run repeats.
/// </summary>
public sealed class RandomElementsTests : KeyspaceTestBase
{
    private readonly Random _random = new(12);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    public void Any_element_is_as_likely_as_any_other(int size)
    {
        Fill(size);
        AssertEven(
            size,
            50 * size,
            (rows, count) =>
            {
                for (; count > 0; count--)
                {
                    using var walk = RandomElements.Pick(rows, size, Chance);
                    count = walk.Valid ? count : throw new InvalidOperationException("nothing was chosen");
                    Chosen(walk.Element);
                }
            }
        );
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(2000, 40)]
    [InlineData(2000, 700)]
    public void Several_are_different_and_evenly_chosen(int size, int several)
    {
        Fill(size);
        AssertEven(
            size,
            50 * size,
            (rows, count) =>
            {
                for (; count > 0; count -= several)
                {
                    var list = new ElementList();
                    RandomElements.AddDistinct(rows, size, several, Chance, list);
                    Enumerable.Range(0, list.Count).Select(i => Encoding.ASCII.GetString(list[i])).Distinct().Count().ShouldBe(several);
                    for (var i = 0; i < list.Count; i++)
                        Chosen(list[i]);
                }
            }
        );
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5000)]
    public void What_may_come_again_is_evenly_chosen(int size)
    {
        Fill(size);
        AssertEven(size, 10 * size, (rows, count) => RandomElements.Repeat(rows, size, count, Chance, (element, _) => Chosen(element)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3000)]
    public void Taking_one_after_another_in_a_turn_takes_all_once(int size)
    {
        Fill(size);
        var seen = new HashSet<string>();
        for (var left = size; left > 0; left--)
        {
            using var row = View.Find("k"u8);
            var rows = new ElementRows(View, "k"u8, row.Version);
            RandomElements.TryTake(View, rows, row.Size, Chance, out var element).ShouldBeTrue();
            seen.Add(Encoding.ASCII.GetString(element)).ShouldBeTrue();
            var edit = SetType.Edit(View, "k"u8, row);
            edit.Remove(element).ShouldBeTrue();
            edit.Finish(changed: true).ShouldBe(left == 1);
        }

        seen.Count.ShouldBe(size);
    }

    [Fact]
    public void What_others_removed_in_the_same_turn_is_not_taken()
    {
        Fill(100);
        for (var i = 0; i < 98; i++)
        {
            using var row = View.Find("k"u8);
            var rows = new ElementRows(View, "k"u8, row.Version);
            RandomElements.TryTake(View, rows, row.Size, Chance, out var element).ShouldBeTrue();
            rows.Contains(element).ShouldBeTrue();
            var edit = SetType.Edit(View, "k"u8, row);
            edit.Remove(Encoding.ASCII.GetBytes($"{i}"));
            edit.Finish(changed: true);
        }
    }

    [Fact]
    public void The_second_of_two_in_a_turn_is_as_evenly_chosen_as_the_first()
    {
        Fill(400);
        AssertEven(
            400,
            20_000,
            (rows, count) =>
            {
                for (; count > 0; count--)
                {
                    RandomElements.TryTake(View, rows, 400, Chance, out _);
                    RandomElements.TryTake(View, rows, 400, Chance, out var second);
                    Chosen(second);
                    Turn.Clear();
                }
            },
            tolerance: 0.15
        );
    }

    [Theory]
    [InlineData(60)]
    [InlineData(1500)]
    public void What_is_taken_in_many_turns_is_there_whatever_others_do_and_whatever_is_taken_back(int size)
    {
        Fill(size);
        var there = Enumerable.Range(0, size).Select(i => $"{i}").ToHashSet();
        var (next, turn) = (size, there.ToHashSet());
        while (turn.Count > 1)
        {
            var mark = Turn.Mark();
            var before = turn.ToHashSet();
            using (var row = View.Find("k"u8))
            {
                var rows = new ElementRows(View, "k"u8, row.Version);
                var edit = SetType.Edit(View, "k"u8, row);
                var (kind, other) = (_random.Next(24), $"{_random.Next(next)}");
                if (kind == 0)
                {
                    turn.Add($"{next}");
                    edit.Add(Encoding.ASCII.GetBytes($"{next++}")).ShouldBeTrue();
                }
                else if (kind == 1 && turn.Count > 2)
                {
                    edit.Remove(Encoding.ASCII.GetBytes(other)).ShouldBe(turn.Remove(other));
                }
                else
                {
                    RandomElements.TryTake(View, rows, row.Size, Chance, out var element).ShouldBeTrue();
                    turn.Remove(Encoding.ASCII.GetString(element)).ShouldBeTrue();
                    edit.RemoveTaken(element);
                }

                edit.Finish(changed: true);
            }

            switch (_random.Next(12))
            {
                case 0:
                    Turn.Rollback(mark);
                    turn = before;
                    break;
                case 1:
                    Turn.Clear();
                    turn = there.ToHashSet();
                    break;
                case < 6:
                    Commit();
                    there = turn.ToHashSet();
                    break;
            }
        }
    }

    [Fact]
    public void What_was_added_since_the_last_turn_is_as_likely_to_be_taken_as_the_others()
    {
        const int Size = 10;
        var times = 0;
        for (var round = 0; round < 2_000; round++)
        {
            Fill(Size);
            Take();
            Take();
            Commit();
            using (var row = View.Find("k"u8))
            {
                var edit = SetType.Edit(View, "k"u8, row);
                edit.Add("new"u8);
                edit.Finish(changed: true);
            }

            Commit();
            times += Take() == "new" ? 1 : 0;
            Turn.Clear();
            using (var row = View.Find("k"u8))
                View.Remove("k"u8, row);

            Commit();
        }

        times.ShouldBeInRange(2_000 / 9 * 7 / 10, 2_000 / 9 * 13 / 10);
    }

    private string Take()
    {
        using var row = View.Find("k"u8);
        RandomElements.TryTake(View, new ElementRows(View, "k"u8, row.Version), row.Size, Chance, out var element).ShouldBeTrue();
        var taken = Encoding.ASCII.GetString(element);
        var edit = SetType.Edit(View, "k"u8, row);
        edit.Contains(element).ShouldBeTrue();
        edit.RemoveTaken(element);
        edit.Finish(changed: true);
        return taken;
    }

    private readonly Dictionary<string, int> _chosen = [];

    private long Chance(long below) => _random.NextInt64(below);

    private void Chosen(ReadOnlySpan<byte> element)
    {
        ref int times = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
            _chosen,
            Encoding.ASCII.GetString(element),
            out _
        );
        times++;
    }

    private void Fill(int size)
    {
        using (var row = View.Find("k"u8))
        {
            var edit = SetType.Edit(View, "k"u8, row);
            for (var i = 0; i < size; i++)
                edit.Add(Encoding.ASCII.GetBytes($"{i}"));

            edit.Finish(changed: true);
        }

        Commit();
    }

    /// <param name="tolerance">The square of the relative deviation of an element's likelihood that is allowed beside chance.</param>
    private void AssertEven(int size, int count, Action<ElementRows, int> choose, double tolerance = 0)
    {
        using var row = View.Find("k"u8);
        choose(new ElementRows(View, "k"u8, row.Version), count);
        var total = _chosen.Values.Sum();
        total.ShouldBeGreaterThanOrEqualTo(count);
        var expected = (double)total / size;
        var chiSquare = Enumerable.Range(0, size).Sum(i => Math.Pow(_chosen.GetValueOrDefault($"{i}") - expected, 2) / expected);

        // The mean is size - 1, the variance twice that; five and a half deviations, and something for small sizes.
        chiSquare.ShouldBeLessThan(size - 1 + (5.5 * Math.Sqrt(2.0 * size)) + 15 + (tolerance * total));
    }
}
