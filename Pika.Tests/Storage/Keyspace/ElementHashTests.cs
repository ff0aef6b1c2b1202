using System.Text;
using Pika.Storage.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class ElementHashTests
{
    /// <summary>The values that others publish for XXH32 with seed 0.</summary>
    [Theory]
    [InlineData("", 0x02CC5D05u)]
    [InlineData("a", 0x550D7456u)]
    [InlineData("abc", 0x32D153FFu)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2Fu)]
    public void The_hash_is_XXH32(string element, uint expected)
    {
        ElementHash.Of(Encoding.ASCII.GetBytes(element)).ShouldBe(expected);
    }

    [Fact]
    public void Numbers_in_a_row_spread_over_all_hashes()
    {
        const int Buckets = 256;
        const int Elements = 256 * 100;
        var counts = new int[Buckets];
        for (var i = 0; i < Elements; i++)
            counts[ElementHash.Of(Encoding.ASCII.GetBytes($"element:{i:d12}")) >> 24]++;

        // Chi-square with 255 degrees of freedom: 255 is its mean, 331 is passed once in a thousand.
        counts.Sum(count => Math.Pow(count - 100, 2) / 100).ShouldBeLessThan(331);
    }
}
