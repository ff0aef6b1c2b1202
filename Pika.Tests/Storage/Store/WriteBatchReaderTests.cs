using FsCheck;
using FsCheck.Fluent;
using Pika.Storage.Store;

namespace Pika.Tests.Storage.Store;

public sealed class WriteBatchReaderTests
{
    private static readonly byte[] Good = Encode();

    [Fact]
    public void Reads_what_was_written()
    {
        var reader = new WriteBatchReader(Good);

        reader.Count.ShouldBe(3u);
        reader.Read().ShouldBeTrue();
        (reader.Operation, reader.Family).ShouldBe((WriteBatchOperation.Put, Family.Meta));
        reader.Value.ToArray().ShouldBe("v"u8.ToArray());
        reader.Read().ShouldBeTrue();
        (reader.Operation, reader.Family).ShouldBe((WriteBatchOperation.Delete, Family.Expire));
        reader.Key.ToArray().ShouldBe("kk"u8.ToArray());
        reader.Value.Length.ShouldBe(0);
        reader.Read().ShouldBeTrue();
        (reader.Operation, reader.Family).ShouldBe((WriteBatchOperation.DeleteRange, Family.Data));
        reader.Key.ToArray().ShouldBe("a"u8.ToArray());
        reader.Value.ToArray().ShouldBe("b"u8.ToArray());
        reader.Read().ShouldBeFalse();
        reader.Read().ShouldBeFalse();
    }

    [Fact]
    public void Every_cut_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            Refused(Good[..length]);
        }
    }

    [Theory]
    [InlineData("02016B0176", "unknown record tag")] // a merge, which RocksDB knows and we do not write
    [InlineData("7F016B", "unknown record tag")]
    [InlineData("0505016B0176", "unknown column family 5")]
    [InlineData("05FFFFFFFF0F016B0176", "unknown column family")]
    [InlineData("01FFFFFFFF0F6B", "exceeds the batch")]
    [InlineData("01FFFFFFFF7F6B", "exceeds 32 bits")]
    [InlineData("01FFFFFFFFFFFF6B", "does not end")]
    [InlineData("01016B", "does not end")] // no value
    [InlineData("0F01620161", "ends before it begins")]
    public void A_bad_record_is_refused(string record, string reason) =>
        Refused([.. new byte[8], 1, 0, 0, 0, .. Convert.FromHexString(record)]).ShouldContain(reason);

    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    [InlineData(4u)]
    [InlineData(uint.MaxValue)]
    public void A_wrong_count_is_refused(uint count)
    {
        var bytes = (byte[])Good.Clone();
        BitConverter.TryWriteBytes(bytes.AsSpan(8), count);

        Refused(bytes).ShouldContain("records");
    }

    [Fact]
    public void Any_bytes_are_walked_or_refused_but_never_crash()
    {
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                tail =>
                {
                    try
                    {
                        WriteBatchReader.Validate([.. new byte[8], (byte)(tail.Length / 3), 0, 0, 0, .. tail]);
                    }
                    catch (StoreException e) when (e.Error == StoreError.Corruption)
                    {
                        return;
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Any_flipped_byte_is_walked_or_refused_but_never_crashes()
    {
        for (var i = 0; i < Good.Length; i++)
        {
            for (var value = 0; value < 256; value++)
            {
                var bytes = (byte[])Good.Clone();
                bytes[i] = (byte)value;
                try
                {
                    WriteBatchReader.Validate(bytes);
                }
                catch (StoreException e)
                {
                    e.Error.ShouldBe(StoreError.Corruption);
                }
            }
        }
    }

    private static string Refused(byte[] bytes)
    {
        var error = Should.Throw<StoreException>(() => WriteBatchReader.Validate(bytes));
        error.Error.ShouldBe(StoreError.Corruption);
        return error.Message;
    }

    private static byte[] Encode()
    {
        var batch = new WriteBatch(0);
        batch.Put(Family.Meta, "k"u8, "v"u8);
        batch.Delete(Family.Expire, "kk"u8);
        batch.DeleteRange(Family.Data, "a"u8, "b"u8);
        return batch.Payload.ToArray();
    }
}
