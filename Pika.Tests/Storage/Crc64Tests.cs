using System.Text;
using Pika.Storage;

namespace Pika.Tests.Storage;

public sealed class Crc64Tests
{
    /// <summary>The check value of CRC-64/REDIS.</summary>
    [Fact]
    public void The_check_value_is_right() => Crc64.Append(0, Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xe9c6d914c4b8d9ca);

    [Fact]
    public void Pieces_of_any_length_give_the_same_sum()
    {
        var bytes = Enumerable.Range(0, 100).Select(i => (byte)(i * 7)).ToArray();
        var whole = Crc64.Append(0, bytes);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Crc64.Append(Crc64.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)).ShouldBe(whole);
    }
}
