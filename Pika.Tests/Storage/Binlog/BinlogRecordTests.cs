using System.Buffers.Binary;
using Pika.Storage.Binlog;
using Pika.Storage.Store;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogRecordTests
{
    [Fact]
    public void A_sealed_record_shows_what_went_in()
    {
        var whole = new byte[BinlogRecord.Prefix + 5];
        BinlogRecord.Seal(whole, 3, epoch: 7, index: 42, wallMs: 1_700_000_000_123, database: 5, flags: 9);

        BinlogRecord.FindFlaw(whole).ShouldBeNull();
        var record = new BinlogRecordView(whole);
        record.Position.ShouldBe(new LogIndex(7, 42));
        record.WallMs.ShouldBe(1_700_000_000_123);
        record.Database.ShouldBe((ushort)5);
        record.Flags.ShouldBe((byte)9);
        record.RowCount.ShouldBe(4u);
        record.Batch.Length.ShouldBe(whole.Length - 32);
        BinlogRecord.Prefix.ShouldBe(79);
    }

    [Fact]
    public void The_first_row_of_the_batch_is_the_applied_row()
    {
        var whole = new byte[BinlogRecord.Prefix];
        BinlogRecord.Seal(whole, 0, epoch: 7, index: 42, wallMs: 0, database: 0, ids: new LastIds(9, 11));

        var row = BinlogRecord.Batch(whole)[12..].ToArray();
        // tag 5 (put, family by number), family 4, key "applied", value of 24 bytes
        Convert
            .ToHexString(row)
            .ShouldBe("05" + "04" + "07" + "6170706C696564" + "18" + "07000000" + "2A00000000000000" + "0900000000000000" + "0B000000");
        AppliedRow.ReadValue(row.AsSpan(11)).ShouldBe(new LogIndex(7, 42));
        AppliedRow.ReadIds(row.AsSpan(11)).ShouldBe(new LastIds(9, 11));
    }

    [Fact]
    public void Every_single_bit_flip_is_a_flaw()
    {
        var whole = TestLog.Record(42);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            BinlogRecord.FindFlaw(whole).ShouldNotBeNull($"bit {bit}");
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        BinlogRecord.FindFlaw(whole).ShouldBeNull();
    }

    [Fact]
    public void A_batch_without_its_applied_row_is_a_flaw_even_with_a_right_checksum()
    {
        var whole = TestLog.Record(42);
        BinaryPrimitives.WriteUInt64LittleEndian(whole.AsSpan(16), 43);
        var crc = Pika.Storage.Crc32C.Append(Pika.Storage.Crc32C.Append(0, whole.AsSpan(0, 4)), whole.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(4), crc);

        BinlogRecord.FindFlaw(whole)!.ShouldContain("applied row");
    }

    [Fact]
    public void A_write_batch_with_room_for_the_applied_row_is_sealed_in_place()
    {
        var batch = new WriteBatch(BinlogFormat.RecordHeaderSize);
        batch.Put(Family.System, AppliedRow.Key, new byte[AppliedRow.ValueSize]);
        batch.Put(Family.Meta, "key"u8, "value"u8);
        batch.Delete(Family.Score, "gone"u8);
        BinlogRecord.Seal(batch.Whole.Span, (uint)batch.Count - 1, epoch: 2, index: 3, wallMs: 4, database: 5, ids: new LastIds(6, 7));
        BinlogRecord.FindFlaw(batch.Whole.Span).ShouldBeNull();

        var rows = new WriteBatchReader(BinlogRecord.Batch(batch.Whole.Span));
        rows.Count.ShouldBe(3u);
        rows.Read().ShouldBeTrue();
        (rows.Family, rows.Operation).ShouldBe((Family.System, WriteBatchOperation.Put));
        rows.Key.SequenceEqual(AppliedRow.Key).ShouldBeTrue();
        AppliedRow.ReadValue(rows.Value).ShouldBe(new LogIndex(2, 3));
        rows.Read().ShouldBeTrue();
        (rows.Family, rows.Operation).ShouldBe((Family.Meta, WriteBatchOperation.Put));
        rows.Key.SequenceEqual("key"u8).ShouldBeTrue();
        rows.Value.SequenceEqual("value"u8).ShouldBeTrue();
        rows.Read().ShouldBeTrue();
        (rows.Family, rows.Operation).ShouldBe((Family.Score, WriteBatchOperation.Delete));
        rows.Read().ShouldBeFalse();
    }

    [Fact]
    public void Too_large_a_record_is_refused_with_both_sizes()
    {
        BinlogRecord.ThrowIfTooLarge(2_147_418_112);
        var error = Should.Throw<BinlogException>(() => BinlogRecord.ThrowIfTooLarge(2_147_418_113));
        error.Fault.ShouldBe(BinlogFault.RecordTooLarge);
        error.Message.ShouldContain("2147418113");
        error.Message.ShouldContain("2147418112");
    }

    [Fact]
    public void A_buffer_without_room_for_the_prefix_is_refused() =>
        Should.Throw<ArgumentException>(() => BinlogRecord.Seal(new byte[78], 0, 0, 1, 0, 0));
}
