using Pika.Storage.Store;

namespace Pika.Tests.Storage.Store;

public sealed class WriteBatchTests
{
    /// <summary>The bytes that stand in every binlog: RocksDB's representation, with our family ids. They must never change.</summary>
    [Fact]
    public void Encodes_the_bytes_that_RocksDB_reads()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, "k"u8, "v1"u8);
        batch.Put(Family.Data, "k"u8, "v"u8);
        batch.Delete(Family.Meta, "k"u8);
        batch.Delete(Family.System, "k"u8);
        batch.DeleteRange(Family.Meta, "a"u8, "b"u8);
        batch.DeleteRange(Family.Score, "a"u8, "b"u8);

        Convert
            .ToHexString(batch.Payload)
            .ShouldBe(
                "0000000000000000" + "06000000" + "01016B027631" + "0501016B0176" + "00016B" + "0404016B" + "0F01610162" + "0E0201610162"
            );
    }

    [Fact]
    public void Long_lengths_are_varints()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, new byte[128], new byte[20_000]);

        batch.Payload[12..15].ToArray().ShouldBe([0x01, 0x80, 0x01]);
        batch.Payload[(15 + 128)..(18 + 128)].ToArray().ShouldBe([0xA0, 0x9C, 0x01]);
        batch.Payload.Length.ShouldBe(18 + 128 + 20_000);
    }

    [Fact]
    public void The_prefix_stands_before_the_payload_in_one_memory()
    {
        var batch = new WriteBatch(4);
        batch.Put(Family.Meta, "k"u8, "v"u8);
        "head"u8.CopyTo(batch.Prefix);

        batch.Whole.Length.ShouldBe(4 + batch.Payload.Length);
        batch.Whole.Span[..4].ToArray().ShouldBe("head"u8.ToArray());
        batch.Whole.Span[4..].SequenceEqual(batch.Payload).ShouldBeTrue();
    }

    [Fact]
    public void The_prefix_survives_growth()
    {
        var batch = new WriteBatch(4);
        "head"u8.CopyTo(batch.Prefix);
        for (var i = 0; i < 100; i++)
        {
            batch.Put(Family.Data, [(byte)i], new byte[1000]);
        }

        batch.Prefix.ToArray().ShouldBe("head"u8.ToArray());
        Keys(batch).Count.ShouldBe(100);
    }

    [Fact]
    public void Rooms_are_filled_in_place()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Data, 2, 3, out var key, out var value);
        "kk"u8.CopyTo(key);
        "vvv"u8.CopyTo(value);
        batch.Put(Family.Data, "k2"u8, 1)[0] = (byte)'x';

        var reader = new WriteBatchReader(batch.Payload);
        reader.Read().ShouldBeTrue();
        reader.Key.ToArray().ShouldBe("kk"u8.ToArray());
        reader.Value.ToArray().ShouldBe("vvv"u8.ToArray());
        reader.Read().ShouldBeTrue();
        reader.Value.ToArray().ShouldBe("x"u8.ToArray());
        reader.Read().ShouldBeFalse();
    }

    [Fact]
    public void A_rollback_takes_back_what_came_after_the_mark()
    {
        var batch = new WriteBatch(8);
        batch.Put(Family.Meta, "a"u8, "1"u8);
        var before = batch.Payload.ToArray();
        var mark = batch.Mark();
        batch.Put(Family.Meta, "b"u8, "1"u8);
        batch.Delete(Family.Data, "c"u8);

        batch.Rollback(mark);

        batch.Count.ShouldBe(1);
        batch.Payload.ToArray().ShouldBe(before);
    }

    [Fact]
    public void A_mark_from_before_a_clear_is_refused()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, "a"u8, "1"u8);
        var mark = batch.Mark();
        batch.Clear();

        Should.Throw<ArgumentException>(() => batch.Rollback(mark));
    }

    [Fact]
    public void A_cleared_batch_is_empty_and_has_given_a_huge_buffer_up()
    {
        var batch = new WriteBatch(4);
        batch.Prefix.Fill(1);
        batch.Put(Family.Data, "k"u8, new byte[3 * WriteBatch.RetainedBytes]);

        batch.Clear();

        batch.IsEmpty.ShouldBeTrue();
        batch.Payload.ToArray().ShouldBe(new byte[12]);
        batch.Prefix.ToArray().ShouldBe(new byte[4]);
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(batch.Whole, out var segment).ShouldBeTrue();
        segment.Array!.Length.ShouldBeLessThanOrEqualTo(WriteBatch.RetainedBytes);
    }

    [Fact]
    public void Appending_another_batch_adds_its_records()
    {
        var one = new WriteBatch(3);
        var other = new WriteBatch(5);
        one.Put(Family.Meta, "a"u8, "1"u8);
        other.Delete(Family.Data, "b"u8);
        other.Put(Family.Meta, "c"u8, new byte[10_000]);

        one.Append(other.Payload);

        one.Count.ShouldBe(3);
        Keys(one).ShouldBe(["a", "b", "c"]);
        Should.Throw<StoreException>(() => one.Append("rubbish"u8));
    }

    [Fact]
    public void More_than_two_gigabytes_are_refused_and_leave_the_batch_as_it_was()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, "a"u8, "1"u8);

        Should.Throw<StoreException>(() => batch.Put(Family.Data, "k"u8, int.MaxValue)).Message.ShouldContain("exceeds the bound");

        Keys(batch).ShouldBe(["a"]);
    }

    [Fact]
    public void A_reversed_range_is_refused()
    {
        var batch = new WriteBatch(0);

        Should.Throw<ArgumentException>(() => batch.DeleteRange(Family.Data, "b"u8, "a"u8));
        batch.IsEmpty.ShouldBeTrue();
        batch.DeleteRange(Family.Data, "b"u8, "b"u8);
    }

    private static List<string> Keys(WriteBatch batch)
    {
        var keys = new List<string>();
        var reader = new WriteBatchReader(batch.Payload);
        while (reader.Read())
        {
            keys.Add(System.Text.Encoding.UTF8.GetString(reader.Key));
        }

        return keys;
    }
}
