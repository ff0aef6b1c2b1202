using Pika.Storage.Store.Tiered;

namespace Pika.Tests.Storage.Store.Tiered;

/// <summary>What is known to be empty is empty, whatever is put, removed and learnt.</summary>
public sealed class CollectionEdgesTests
{
    private static readonly byte[] Lower = [0];
    private static readonly byte[] Upper = [9];

    private readonly CollectionEdges _edges = new();
    private readonly SortedSet<byte[]> _rows = new(Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    public void No_walk_passes_by_a_row(int seed, int length)
    {
        var random = new Random(seed);
        for (int step = 0; step < 20_000; step++)
        {
            byte[] key = Key(random, length);
            switch (random.Next(4))
            {
                case 0:
                    _rows.Add(key);
                    _edges.Put(key);
                    break;
                case 1:
                    byte[] gone = _rows.Count > 0 && random.Next(2) == 0 ? _rows.Min! : key;
                    _rows.Remove(gone);
                    _edges.Deleted(gone);
                    break;
                case 2:
                    _edges.Learn(_edges.Puts, key, First(key));
                    break;
                default:
                    _edges.Learn(_edges.Puts, Last(key) is { } last ? CollectionEdges.After(last) : Lower, key);
                    break;
            }

            AssertEmpty(key, _edges.Forward(key).ToArray());
            AssertEmpty(_edges.Backward(key).ToArray(), key);
            if (_edges.TryBehind(key, out var from, out var to))
                AssertEmpty(from, to);
        }
    }

    [Fact]
    public void A_row_put_in_front_and_popped_again_leaves_what_was_known()
    {
        _edges.Learn(_edges.Puts, Lower, [5]);

        _edges.Put([2]);
        _edges.Forward(Lower).ToArray().ShouldBe([2]);
        _edges.TryBehind([2], out var from, out var to).ShouldBeTrue();
        (CollectionEdges.IsAfter(from, [2]), to[0]).ShouldBe((true, (byte)5));
        _edges.Deleted([2]);

        _edges.Forward(Lower).ToArray().ShouldBe([5]);
        _edges.Deleted([5]);
        _edges.Learn(_edges.Puts, [5, 0], [7]);
        _edges.Forward(Lower).ToArray().ShouldBe([7]);
        _edges.Backward([7]).ToArray().ShouldBe(Lower);
    }

    [Fact]
    public void A_walk_that_began_before_a_row_was_put_teaches_nothing()
    {
        long before = _edges.Puts;
        _edges.Put([3]);
        _edges.Learn(before, Lower, [5]);

        _edges.Forward(Lower).ToArray().ShouldBe(Lower);
    }

    [Fact]
    public void The_gap_in_which_most_was_removed_outlives_many_others()
    {
        _edges.Learn(_edges.Puts, Lower, [0, 0]);
        for (byte i = 0; i < 100; i++)
        {
            _edges.Deleted([0, i]);
            _edges.Learn(_edges.Puts, [0, i, 0], [0, (byte)(i + 1)]);
        }

        for (byte i = 0; i < 100; i++)
            _edges.Learn(_edges.Puts, [2, i], [2, i, 1]);

        _edges.Forward(Lower).ToArray().ShouldBe([0, 100]);
    }

    [Fact]
    public void Nothing_is_kept_of_long_keys()
    {
        byte[] key = new byte[CollectionEdges.LongestKey];
        Array.Fill(key, (byte)2);
        _edges.Learn(_edges.Puts, Lower, key);
        _edges.Forward(Lower).ToArray().ShouldBe(Lower);

        _edges.Learn(_edges.Puts, Lower, [5]);
        _edges.Put(key);
        _edges.Forward(Lower).ToArray().ShouldBe(Lower);
        _edges.TryBehind(Lower, out _, out _).ShouldBeFalse();
    }

    private static byte[] Key(Random random, int length)
    {
        byte[] key = new byte[random.Next(1, length + 1)];
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = (byte)random.Next(9);
        }

        return key;
    }

    private byte[] First(byte[] from) => _rows.FirstOrDefault(row => row.AsSpan().SequenceCompareTo(from) >= 0) ?? Upper;

    private byte[]? Last(byte[] before) => _rows.LastOrDefault(row => row.AsSpan().SequenceCompareTo(before) < 0);

    private void AssertEmpty(byte[] from, byte[] to) =>
        _rows.Any(row => row.AsSpan().SequenceCompareTo(from) >= 0 && row.AsSpan().SequenceCompareTo(to) < 0).ShouldBeFalse();
}
