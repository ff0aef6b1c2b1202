using Pika.Storage.Keyspace;
using Pika.Storage.Store;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Tests.Storage.Keyspace;

/// <summary>The bytes of docs/formats/keyspace.md.</summary>
public sealed class KeyRowTests
{
    [Fact]
    public void A_header_without_an_expiry_is_type_and_flags()
    {
        var bytes = new byte[4];
        "hi"u8.CopyTo(KeyRow.WriteHeader(bytes, ValueType.String, hasRows: false, expireAt: 0));
        Convert.ToHexString(bytes).ShouldBe("0000" + "6869");
    }

    [Fact]
    public void An_expiry_stands_before_the_body()
    {
        var bytes = new byte[12];
        "hi"u8.CopyTo(KeyRow.WriteHeader(bytes, ValueType.String, hasRows: false, expireAt: 1_700_000_000_001));
        Convert.ToHexString(bytes).ShouldBe("0001" + "0168E5CF8B010000" + "6869");
    }

    [Fact]
    public void A_value_with_rows_has_version_and_size()
    {
        using var row = new KeyRow(new Row(Convert.FromHexString("0302" + "0700000000000000" + "0900000000000000"), null, 0));
        row.Exists.ShouldBeTrue();
        row.Type.ShouldBe(ValueType.List);
        row.Versioned.ShouldBeTrue();
        row.Version.ShouldBe(7UL);
        row.Size.ShouldBe(9);
        row.ExpireAt.ShouldBe(0);
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var bytes = new byte[KeyRow.HeaderSize(KeyRow.HasExpiry) + 3];
        "abc"u8.CopyTo(KeyRow.WriteHeader(bytes, ValueType.Zset, hasRows: false, expireAt: 42));
        using var row = new KeyRow(new Row(bytes, null, 0));
        row.Type.ShouldBe(ValueType.Zset);
        row.ExpireAt.ShouldBe(42);
        row.Versioned.ShouldBeFalse();
        row.Body.ToArray().ShouldBe("abc"u8.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000101020304050607")]
    public void A_row_shorter_than_its_header_is_damage(string hex) =>
        Should
            .Throw<StoreException>(() => new KeyRow(new Row(Convert.FromHexString(hex), null, 0)).Dispose())
            .Error.ShouldBe(StoreError.Corruption);

    [Fact]
    public void No_row_is_no_key() => default(KeyRow).Exists.ShouldBeFalse();
}
