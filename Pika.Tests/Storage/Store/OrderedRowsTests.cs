using FsCheck;
using FsCheck.Fluent;
using Pika.Storage.Store;

namespace Pika.Tests.Storage.Store;

public sealed class OrderedRowsTests
{
    /// <summary>How keys come in: what is told apart only behind the first eight bytes is slow, and must be right too.</summary>
    public enum Coming
    {
        Anyhow,
        Upwards,
        Downwards,
        AlikeInTheirFirstBytes,
    }

    [Theory]
    [InlineData(Coming.Anyhow)]
    [InlineData(Coming.Upwards)]
    [InlineData(Coming.Downwards)]
    [InlineData(Coming.AlikeInTheirFirstBytes)]
    public void Rows_are_read_in_order_whatever_is_put_and_removed(Coming coming) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => AgreesWithASortedMap(coming, new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static void AgreesWithASortedMap(Coming coming, Random chance)
    {
        var (keys, rows) = (new List<byte[]>(), new Rows(out var byNumber));
        var model = new SortedList<string, long>(StringComparer.Ordinal);
        int readsOneIn = chance.Next(2, 2000);
        for (int i = 0; i < 3000; i++)
        {
            var key = keys.Count > 0 && chance.Next(4) == 0 ? keys[chance.Next(keys.Count)] : Key(coming, i, chance);
            keys.Add(key);
            if (chance.Next(5) == 0)
            {
                rows.Remove(key);
                model.Remove(Convert.ToHexString(key));
            }
            else
            {
                byNumber.Add(key);
                rows.Put(key, byNumber.Count - 1);
                model[Convert.ToHexString(key)] = byNumber.Count - 1;
            }

            if (chance.Next(readsOneIn) == 0)
                ReadsAlike(rows, model, Key(coming, chance.Next(3000), chance), chance);
        }

        ReadsAlike(rows, model, [Prefix], chance);
    }

    private static void ReadsAlike(Rows rows, SortedList<string, long> model, byte[] from, Random chance)
    {
        var hex = Convert.ToHexString(from);
        var into = new long[chance.Next(1, 600)];
        rows.CopyForward(from, inclusive: true, into)
            .ShouldBe(Math.Min(into.Length, model.Keys.Count(key => string.CompareOrdinal(key, hex) >= 0)));
        var forward = model.Where(row => string.CompareOrdinal(row.Key, hex) >= 0).Select(row => row.Value).Take(into.Length);
        into.Take(forward.Count()).ShouldBe(forward);

        int copied = rows.CopyBackward(from, inclusive: false, into);
        into.Take(copied)
            .ShouldBe(model.Where(row => string.CompareOrdinal(row.Key, hex) < 0).Select(row => row.Value).Reverse().Take(into.Length));

        copied = rows.CopyBackward(into);
        into.Take(copied).ShouldBe(model.Values.Reverse().Take(into.Length));
    }

    private const byte Prefix = 7;

    private static byte[] Key(Coming coming, int i, Random chance) =>
        coming switch
        {
            Coming.Upwards => [Prefix, 0, 0, 0, 0, 0, (byte)(i >> 16), (byte)(i >> 8), (byte)i],
            Coming.Downwards => [Prefix, 0, 0, 0, 0, 0, 0, (byte)((10_000 - i) >> 8), (byte)(10_000 - i)],
            Coming.AlikeInTheirFirstBytes => [Prefix, .. "the same"u8, (byte)chance.Next(256), (byte)chance.Next(12)],
            _ => [Prefix, .. Bytes(chance)],
        };

    private static byte[] Bytes(Random chance)
    {
        var bytes = new byte[chance.Next(1, 12)];
        chance.NextBytes(bytes);
        return bytes;
    }

    private sealed class Rows : OrderedRows
    {
        private readonly List<byte[]> _keys;

        public Rows(out List<byte[]> keys)
            : base(prefixLength: 1) => keys = _keys = [];

        public override ReadOnlySpan<byte> KeyOf(long number) => _keys[(int)number];
    }
}
