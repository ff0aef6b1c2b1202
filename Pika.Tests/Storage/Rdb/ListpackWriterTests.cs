using System.Text;
using Pika.Storage.Rdb;

namespace Pika.Tests.Storage.Rdb;

public class ListpackWriterTests
{
    /// <summary>The node of a list, as redis-server 7.0.15 dumps it.</summary>
    [Fact]
    public void The_bytes_are_those_of_redis()
    {
        var bytes = Write(["a", "1", "-5", "300", "70000", "5000000000", "12345678", "abc"]);
        Convert
            .ToHexStringLower(bytes)
            .ShouldBe("2c00000008008161020101dffb02c12c02f270110104f400f2052a0100000009f34e61bc00058361626304ff");
    }

    [Fact]
    public void What_is_written_is_read()
    {
        string[] elements =
        [
            .. Enumerable.Range(0, 64).SelectMany(bit => Around(1L << bit)).Select(number => $"{number}"),
            "",
            "-0",
            "01",
            "+1",
            "1 ",
            "9223372036854775808",
            .. new[] { 1, 20, 21, 63, 64, 125, 126, 127, 4095, 4096, 16383, 16384, 3_000_000 }.Select(length => new string('x', length)),
        ];
        var packed = Packed.Listpack(Write(elements));
        var scratch = new byte[Packed.LongestInteger];
        foreach (var element in elements)
        {
            packed.Need();
            Encoding.Latin1.GetString(packed.Text(scratch)).ShouldBe(element);
            packed.IsInteger.ShouldBe(long.TryParse(element, out var number) && $"{number}" == element);
        }

        packed.Next().ShouldBeFalse();
    }

    [Fact]
    public void More_elements_than_the_header_can_tell_are_not_told()
    {
        var packed = Packed.Listpack(Write([.. Enumerable.Repeat("x", 70_000)]));
        var count = 0;
        while (packed.Next())
            count++;

        count.ShouldBe(70_000);
    }

    private static long[] Around(long number) => [number - 1, number, number + 1, -number - 1, -number, -number + 1];

    private static byte[] Write(string[] elements)
    {
        using var writer = new RdbWriter();
        var listpack = new ListpackWriter(writer);
        foreach (var element in elements)
            listpack.Text(Encoding.Latin1.GetBytes(element));

        listpack.End();
        var input = new RdbInput(writer.Written);
        return input.ReadString(new RdbScratch()).ToArray();
    }
}
