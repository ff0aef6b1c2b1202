using Pika.Storage.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>The bytes of docs/formats/keyspace.md.</summary>
public sealed class RowKeysTests
{
    [Fact]
    public void A_meta_row_is_generation_slot_and_key()
    {
        Span<byte> room = stackalloc byte[RowKeys.MetaPrefix + 1];
        RowKeys.WriteMeta(room, 0x01020304, "k"u8);
        Convert.ToHexString(room).ShouldBe("01020304" + "1DCD" + "6B");
    }

    [Fact]
    public void A_data_row_is_generation_slot_and_version()
    {
        Span<byte> room = stackalloc byte[RowKeys.DataPrefix];
        RowKeys.WriteData(room, 0x01020304, 0x3FFF, 0x0102030405060708);
        Convert.ToHexString(room).ShouldBe("01020304" + "3FFF" + "0102030405060708");
    }

    [Fact]
    public void An_expire_row_is_generation_time_and_key()
    {
        Span<byte> room = stackalloc byte[RowKeys.ExpirePrefix + 1];
        RowKeys.WriteExpire(room, 7, 1_700_000_000_001, "k"u8);
        Convert.ToHexString(room).ShouldBe("00000007" + "0000018BCFE56801" + "6B");
    }

    [Fact]
    public void System_rows_begin_with_their_kind()
    {
        Convert.ToHexString(RowKeys.Database(0x0102)).ShouldBe(Hex("db/") + "0102");
        Convert.ToHexString(RowKeys.Count(0x01020304, 5)).ShouldBe(Hex("count/") + "01020304" + "0005");
        Convert.ToHexString(RowKeys.Dropped(2, 0x01020304)).ShouldBe(Hex("dropped/") + "0002" + "01020304");
        Span<byte> reclaim = stackalloc byte[RowKeys.ReclaimPrefix.Length + RowKeys.DataPrefix];
        RowKeys.WriteReclaim(reclaim, 1, 2, 3);
        Convert.ToHexString(reclaim).ShouldBe(Hex("reclaim/") + "00000001" + "0002" + "0000000000000003");
    }

    private static string Hex(string ascii) => Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(ascii));
}
