using Pika.Storage;

namespace Pika.Tests.Storage;

public sealed class Crc32CTests
{
    /// <summary>Published values: RFC 3720 B.4 and the usual check string.</summary>
    [Fact]
    public void Gives_the_published_values()
    {
        Crc32C.Append(0, "123456789"u8).ShouldBe(0xE3069283u);
        Crc32C.Append(0, new byte[32]).ShouldBe(0x8A9136AAu);
        Crc32C.Append(0, [.. Enumerable.Range(0, 32).Select(i => (byte)i)]).ShouldBe(0x46DD794Eu);
        Crc32C.Append(0, default).ShouldBe(0u);
    }

    [Fact]
    public void Goes_on_over_any_split()
    {
        var bytes = Enumerable.Range(0, 100).Select(i => (byte)(i * 31)).ToArray();
        var whole = Crc32C.Append(0, bytes);
        for (var i = 0; i <= bytes.Length; i++)
        {
            Crc32C.Append(Crc32C.Append(0, bytes.AsSpan(0, i)), bytes.AsSpan(i)).ShouldBe(whole);
        }
    }

    /// <summary>Against the definition, bit by bit, around the lengths at which the lanes begin.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(1535)]
    [InlineData(1536)]
    [InlineData(1537)]
    [InlineData(3072)]
    [InlineData(10_000)]
    public void Is_the_checksum_of_the_definition(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var expected = ~0u;
        foreach (var b in bytes)
        {
            expected ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                expected = (expected >> 1) ^ ((expected & 1) * 0x82F63B78);
            }
        }

        Crc32C.Append(0, bytes).ShouldBe(~expected);
    }
}
