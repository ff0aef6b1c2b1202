using Pika.Storage.Binlog;

namespace Pika.Tests.Storage.Binlog;

public sealed class BinlogFormatTests
{
    [Theory]
    [InlineData("write2file0", 0)]
    [InlineData("write2file17", 17)]
    [InlineData("write2file4294967296", 4294967296)]
    public void A_segment_name_carries_its_number(string name, long number)
    {
        BinlogFormat.TryParseFileName(name, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(number);
        BinlogFormat.FileName(number).ShouldBe(name);
    }

    [Theory]
    [InlineData("write2file")]
    [InlineData("write2file01")]
    [InlineData("write2file-1")]
    [InlineData("write2file+1")]
    [InlineData("write2file1.tmp")]
    [InlineData("write2file 1")]
    [InlineData("Write2file1")]
    [InlineData("write2file99999999999999999999")]
    [InlineData("manifest")]
    [InlineData("")]
    public void Any_other_name_is_no_segment(string name) => BinlogFormat.TryParseFileName(name, out _).ShouldBeFalse();
}
