using FsCheck;
using FsCheck.Fluent;
using Pika.Actors.Configuration;

namespace Pika.Tests.Actors.Configuration;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("17", 17)]
    [InlineData("17b", 17)]
    [InlineData("1k", 1000)]
    [InlineData("1kb", 1024)]
    [InlineData("2M", 2_000_000)]
    [InlineData("2Mb", 2L << 20)]
    [InlineData("3g", 3_000_000_000)]
    [InlineData("3GB", 3L << 30)]
    public void Units_are_those_of_Redis(string text, long bytes)
    {
        MemorySize.TryParse(text, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("kb")]
    [InlineData("-1")]
    [InlineData("1.5gb")]
    [InlineData("1 kb")]
    [InlineData("1tb")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807gb")]
    public void Anything_else_is_refused(string text) => MemorySize.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll<ulong>(random =>
            {
                var bytes = (long)(random >> 1);
                return MemorySize.TryParse(MemorySize.Format(bytes), out var parsed) && parsed == bytes;
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(104857600, "100mb")]
    [InlineData(1536, "1536")]
    [InlineData(2048, "2kb")]
    [InlineData(0, "0")]
    public void The_largest_exact_unit_is_written(long bytes, string text) => MemorySize.Format(bytes).ShouldBe(text);
}
