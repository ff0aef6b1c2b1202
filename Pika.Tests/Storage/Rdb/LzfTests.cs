using System.Text;
using Pika.Storage.Rdb;

namespace Pika.Tests.Storage.Rdb;

public sealed class LzfTests
{
    [Fact]
    public void Literals_and_references_are_followed()
    {
        // "abc", then 5 bytes from 3 back, then 20 from 1 back.
        byte[] packed = [2, (byte)'a', (byte)'b', (byte)'c', (3 << 5) | 0, 2, (7 << 5) | 0, 11, 0];
        var into = new byte[28];
        Lzf.TryDecompress(packed, into).ShouldBeTrue();
        Encoding.ASCII.GetString(into).ShouldBe("abcabcab" + new string('b', 20));
    }

    [Theory]
    [InlineData(new byte[] { 2, 1, 2 }, 3)]
    [InlineData(new byte[] { 0, 1, 0x20, 1 }, 4)]
    [InlineData(new byte[] { 0, 1, 0x20 }, 4)]
    [InlineData(new byte[] { 0, 1, 0xE0, 0 }, 10)]
    [InlineData(new byte[] { 0, 1 }, 2)]
    [InlineData(new byte[] { 1, 1, 1 }, 1)]
    [InlineData(new byte[] { 0, 1, 0x20, 0 }, 3)]
    public void Damage_is_refused(byte[] packed, int size) => Lzf.TryDecompress(packed, new byte[size]).ShouldBeFalse();
}
