using FsCheck;
using FsCheck.Fluent;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using View = Pika.Storage.Keyspace.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class StringTypeTests : KeyspaceTestBase
{
    private const int Chunk = StringType.ChunkSize;

    [Fact]
    public void A_string_written_as_a_whole_is_one_row()
    {
        Put(Filled(StringType.InlineLimit));
        Commit();
        Rows(Family.Data).ShouldBe([]);
        Rows(Family.Meta).Single().Value.Length.ShouldBe(2 + StringType.InlineLimit);
    }

    [Fact]
    public void A_big_string_is_cut_into_chunks()
    {
        Put(Filled(StringType.InlineLimit + 3));
        Commit();
        Rows(Family.Data).Select(row => row.Value.Length).ShouldBe([.. Enumerable.Repeat(Chunk, StringType.InlineLimit / Chunk), 3]);
        Read().ShouldBe(Filled(StringType.InlineLimit + 3));
    }

    [Fact]
    public void A_string_changed_in_a_part_is_cut_when_it_is_longer_than_a_chunk()
    {
        Put(Filled(Chunk));
        using (var row = View.Find("k"u8))
            StringType.Write(View, "k"u8, row, Chunk, "abc"u8, Chunk + 3);

        Commit();
        var meta = Rows(Family.Meta).Single();
        Convert.ToHexString(meta.Value).ShouldBe("0002" + "0100000000000000" + "0310000000000000");
        Rows(Family.Data)
            .Select(row => (Convert.ToHexString(row.Key), row.Value.Length))
            .ShouldBe([
                ("00000000" + "1DCD" + "0000000000000001" + "00000000", Chunk),
                ("00000000" + "1DCD" + "0000000000000001" + "00000001", 3),
            ]);
    }

    [Fact]
    public void A_bit_far_away_writes_one_chunk()
    {
        using (var row = View.Find("k"u8))
            BitmapType.Set(View, "k"u8, row, 8L * 100_000_000, value: true).ShouldBeFalse();

        Commit();
        Rows(Family.Data).Count.ShouldBe(1);
        using var found = View.Find("k"u8);
        StringType.Length(found).ShouldBe(100_000_001);
        BitmapType.Count(View, "k"u8, found, 0, (8L * 100_000_001) - 1).ShouldBe(1);
        BitmapType.Find(View, "k"u8, found, wanted: true, 5, (8L * 100_000_001) - 1).ShouldBe(8L * 100_000_000);
        BitmapType.Find(View, "k"u8, found, wanted: false, 8L * 100_000_000, (8L * 100_000_001) - 1).ShouldBe((8L * 100_000_000) + 1);
    }

    [Fact]
    public void A_change_inside_a_long_string_writes_only_the_chunk_that_it_touches()
    {
        Put(Filled(100 * Chunk));
        Commit();
        using (var row = View.Find("k"u8))
            StringType.Write(View, "k"u8, row, 50 * Chunk, "x"u8, 100 * Chunk);

        Turn.Batch.Length.ShouldBeLessThan(Chunk + 200);
    }

    [Fact]
    public void A_bit_that_has_its_value_already_writes_nothing()
    {
        Put(Filled(3 * Chunk));
        Commit();
        using (var row = View.Find("k"u8))
            BitmapType.Set(View, "k"u8, row, 8 * Chunk, (Filled(Chunk + 1)[Chunk] & 0x80) != 0);

        Turn.HasEffects.ShouldBeFalse();
    }

    [Fact]
    public void Replacing_and_removing_queue_the_old_chunks_for_reclaim()
    {
        Put(Filled(StringType.InlineLimit + 1));
        Put("small"u8.ToArray());
        Put(Filled(StringType.InlineLimit + 1));
        using (var row = View.Find("k"u8))
            View.Remove("k"u8, row);

        Commit();
        Rows(Family.System).Count(row => row.Key.AsSpan().StartsWith(RowKeys.ReclaimPrefix)).ShouldBe(2);
    }

    [Fact]
    public void Zeros_get_no_rows()
    {
        Put(new byte[20 * Chunk]);
        Commit();
        Rows(Family.Data).ShouldBe([]);
        Read().ShouldBe(new byte[20 * Chunk]);
    }

    [Fact]
    public void A_long_string_is_read_from_one_state_while_another_writes()
    {
        Put(Filled(20 * Chunk));
        Commit();
        using var reader = new View(Store);
        reader.Open(0, View.Generation, now: 1000);
        using var row = StringType.Lookup(reader, "k"u8);
        using (var own = View.Find("k"u8))
            StringType.Write(View, "k"u8, own, Chunk, new byte[Chunk], 20 * Chunk);

        Commit();
        StringType.ReadAll(reader, "k"u8, row).ToArray().ShouldBe(Filled(20 * Chunk));
    }

    [Fact]
    public void One_bit_is_read_without_pinning_a_state_unless_its_chunk_is_missing()
    {
        var value = Filled(20 * Chunk);
        Array.Clear(value, 5 * Chunk, Chunk);
        Put(value);
        Commit();
        IsBitSetAndPinned(8 * 7).ShouldBe((true, false));
        IsBitSetAndPinned(8L * 20 * Chunk).ShouldBe((false, false));
        IsBitSetAndPinned(8L * 5 * Chunk).ShouldBe((false, true));
    }

    [Fact]
    public void Any_history_of_writes_reads_as_an_array_of_bytes() =>
        Prop.ForAll(Histories().ToArbitrary(), Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static Gen<Step[]> Histories()
    {
        // Offsets and lengths around the ends of chunks, and far away.
        var place = Gen.Choose(0, 18).SelectMany(chunk => Gen.Choose(-3, 3).Select(off => Math.Max(0, (chunk * Chunk) + off)));
        var step =
            from kind in Gen.Choose(0, 4)
            from offset in place
            from length in Gen.Frequency((3, Gen.Choose(0, 10)), (1, place))
            from fill in Gen.Choose(0, 255)
            select new Step(kind, offset, length, (byte)fill);
        return step.ArrayOf(12);
    }

    private void Agree(Step[] history)
    {
        byte[]? model = null;
        using (var row = View.Find("k"u8))
        {
            if (row.Exists)
                View.Remove("k"u8, row);
        }

        foreach (var step in history)
        {
            var bytes = Enumerable.Range(0, step.Length).Select(i => (byte)(step.Fill == 0 ? 0 : step.Fill + (i / 7))).ToArray();
            if (step.Kind == 0)
            {
                Put(bytes);
                model = bytes;
            }
            else if (step.Kind == 1)
            {
                Commit();
            }
            else
            {
                model = Write(model ?? [], step.Offset, bytes);
            }

            Read().ShouldBe(model ?? []);
            CompareRange(model ?? [], step);
        }
    }

    private byte[] Write(byte[] model, int offset, byte[] bytes)
    {
        var length = Math.Max(model.Length, offset + bytes.Length);
        using var row = View.Find("k"u8);
        if (bytes.Length % 2 == 0)
        {
            StringType.Write(View, "k"u8, row, offset, bytes, length);
        }
        else
        {
            var patch = new StringPatch(View, "k"u8, row);
            patch.Write(offset, bytes);
            patch.Commit(length);
        }

        Array.Resize(ref model, length);
        bytes.CopyTo(model, offset);
        return model;
    }

    private void CompareRange(byte[] model, Step step)
    {
        using var row = View.Find("k"u8);
        var part = new byte[step.Length];
        Array.Fill(part, (byte)0xEE);
        StringType.Read(View, "k"u8, row, step.Offset, part);
        part.ShouldBe(Enumerable.Range(step.Offset, step.Length).Select(i => i < model.Length ? model[i] : (byte)0));

        if (model.Length == 0)
            return;

        var last = (8L * model.Length) - 1;
        var first = Math.Min(step.Offset + step.Fill, last);
        bool Bit(long i) => (model[i >> 3] & (0x80 >> (int)(i & 7))) != 0;
        var bits = Enumerable.Range((int)first, (int)(last - first + 1));
        BitmapType.Count(View, "k"u8, row, first, last).ShouldBe(bits.Count(i => Bit(i)));
        BitmapType.Find(View, "k"u8, row, wanted: true, first, last).ShouldBe(bits.FirstOrDefault(i => Bit(i), -1));
        BitmapType.Find(View, "k"u8, row, wanted: false, first, last).ShouldBe(bits.FirstOrDefault(i => !Bit(i), -1));
    }

    // The first bits of what Filled gives: of byte 7, which is 8, the fifth is set.
    private (bool IsSet, bool Pinned) IsBitSetAndPinned(long bit)
    {
        using var reader = new View(Store);
        reader.Open(0, View.Generation, now: 1000);
        using var row = BitmapType.Lookup(reader, "k"u8, bit + 4, out var isSet);
        return (isSet, !reader.PinSnapshot());
    }

    private static byte[] Filled(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i % 251) + 1))];

    private void Put(byte[] value)
    {
        using var old = View.Find("k"u8);
        StringType.Put(View, "k"u8, value, 0, old);
    }

    private byte[] Read()
    {
        using var row = StringType.Lookup(View, "k"u8);
        return StringType.ReadAll(View, "k"u8, row).ToArray();
    }

    private List<(byte[] Key, byte[] Value)> Rows(Family family)
    {
        var rows = new List<(byte[], byte[])>();
        using var walk = Store.Iterate(family, default, default, ReadTier.All, null);
        for (walk.SeekToFirst(); walk.Valid; walk.Next())
            rows.Add((walk.Key.ToArray(), walk.Value.ToArray()));

        return rows;
    }

    private sealed record Step(int Kind, int Offset, int Length, byte Fill);
}
