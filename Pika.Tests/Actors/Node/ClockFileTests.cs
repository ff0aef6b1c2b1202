using System.Text;
using Pika.Actors.Node;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Actors.Node;

public sealed class ClockFileTests
{
    private readonly MemoryFileSystem _disk = new();

    private ClockFile File => new(_disk, "/data");

    [Theory]
    [InlineData(0)]
    [InlineData(-3_600_000)]
    [InlineData(long.MaxValue)]
    public void What_was_written_is_read(long aheadMs)
    {
        File.Write(1);
        File.Write(aheadMs);
        File.Read().ShouldBe(aheadMs);
    }

    [Fact]
    public void Without_a_file_nothing_is_known() => File.Read().ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("-3600000\n")]
    [InlineData("-3600001 d5363d59\n")]
    [InlineData("-3600000 d5363d59 1\n")]
    public void A_damaged_file_says_nothing(string text)
    {
        _disk["/data/clock"] = Encoding.UTF8.GetBytes(text);
        File.Read().ShouldBeNull();
    }

    [Fact]
    public void The_line_is_as_in_the_document() => ClockFile.Format(-3_600_000).ShouldBe("-3600000 d5363d59\n");
}
