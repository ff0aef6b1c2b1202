using System.Globalization;
using System.Text;
using Pika.Storage.Store;
using Pika.Storage.Store.Tiered;

namespace Pika.Tests.Storage.Store.Tiered;

public sealed class DirtyRowsTests
{
    private readonly DirtyRows _rows = new();

    [Fact]
    public void Rows_come_by_family_and_key_with_the_last_write_of_each()
    {
        Add(Family.Expire, "x", "1");
        Add(Family.Meta, "longer-key-b", "2");
        Add(Family.Meta, "longer-key-a", "3");
        Add(Family.Meta, "longer-key-b", "4");
        Add(Family.Meta, "gone", "5");
        Add(Family.Meta, "gone", null);

        Read().ShouldBe(["Meta gone deleted", "Meta longer-key-a 3", "Meta longer-key-b 4", "Expire x 1"]);
        _rows.Bytes.ShouldBe("gonelonger-key-a3longer-key-b4x1".Length);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(300)]
    public void Keys_with_long_common_beginnings_zeros_and_ends_inside_of_others_are_in_the_order_of_bytes(int lengths)
    {
        var random = new Random(lengths);
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < 5000; i++)
        {
            string key = "a-common-beginning" + new string('\0', random.Next(lengths)) + new string('b', random.Next(3));
            last[key] = i.ToString(CultureInfo.InvariantCulture);
            Add(Family.Data, key, last[key]);
        }

        Read().ShouldBe(last.Select(static row => $"Data {row.Key} {row.Value}"));
    }

    [Fact]
    public void What_was_cleared_does_not_come_again()
    {
        Add(Family.Meta, "a", "1");
        Read();
        _rows.Clear();
        Add(Family.Meta, "b", "2");

        Read().ShouldBe(["Meta b 2"]);
    }

    [Fact]
    public void They_become_the_same_batch()
    {
        Add(Family.Meta, "b", "2");
        Add(Family.Meta, "a", null);
        var expected = new WriteBatch(0);
        expected.Delete(Family.Meta, "a"u8);
        expected.Put(Family.Meta, "b"u8, "2"u8);

        _rows.Sort(ulong.MaxValue);

        WriteBatch.Of(_rows).Payload.SequenceEqual(expected.Payload).ShouldBeTrue();
    }

    private void Add(Family family, string key, string? value)
    {
        byte[] keyBytes = Encoding.UTF8.GetBytes(key);
        byte[] valueBytes = Encoding.UTF8.GetBytes(value ?? "");
        byte[] chunk = new byte[RowLayout.SizeOf(family, keyBytes.Length, valueBytes.Length)];
        RowLayout.Write(chunk, family, keyBytes, valueBytes, value is null, RowLayout.Dirty, 0);
        _rows.Add(chunk, 0);
    }

    private List<string> Read()
    {
        _rows.Sort(ulong.MaxValue);
        var read = new List<string>();
        while (_rows.Read())
        {
            string value = _rows.Deleted ? "deleted" : Encoding.UTF8.GetString(_rows.Value);
            read.Add($"{_rows.Family} {Encoding.UTF8.GetString(_rows.Key)} {value}");
        }

        return read;
    }
}
