using System.Text;
using Pika.Host.Import;
using Pika.Tests.Support;

namespace Pika.Tests.Host.Import;

public sealed class AofReaderTests
{
    [Fact]
    public void Commands_and_annotations_are_found_in_order()
    {
        var (entries, cutOff) = Read("*1\r\n$4\r\nPING\r\n#TS:1700000000\r\n*2\r\n$3\r\nGET\r\n$0\r\n\r\n");
        entries.ShouldBe(["*1\r\n$4\r\nPING\r\n", "#TS:1700000000\r\n", "*2\r\n$3\r\nGET\r\n$0\r\n\r\n"]);
        cutOff.ShouldBeFalse();
    }

    [Fact]
    public void A_command_larger_than_the_window_is_found()
    {
        string value = new('v', 3 << 20);
        var (entries, _) = Read($"*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n${value.Length}\r\n{value}\r\n*1\r\n$4\r\nPING\r\n");
        entries.Select(entry => entry.Length).ShouldBe([14, value.Length + 26, 14]);
    }

    [Theory]
    [InlineData("*1\r\n$4\r\nPING\r")]
    [InlineData("*1\r\n$4\r\nPI")]
    [InlineData("*1\r\n$4")]
    [InlineData("*1\r")]
    [InlineData("*")]
    [InlineData("#TS:17")]
    public void What_a_crash_has_cut_off_is_told(string rest)
    {
        var (entries, cutOff) = Read("*1\r\n$4\r\nQUIT\r\n" + rest);
        entries.ShouldBe(["*1\r\n$4\r\nQUIT\r\n"]);
        cutOff.ShouldBeTrue();
    }

    /// <summary>A server would answer nothing to the first, and refuse the others: an import would wait for ever, or lose count of the replies.</summary>
    [Theory]
    [InlineData("*0\r\n")]
    [InlineData("*-1\r\n")]
    [InlineData("*+1\r\n$4\r\nPING\r\n")]
    [InlineData("*01\r\n$4\r\nPING\r\n")]
    [InlineData("*1\n$4\nPING\n")]
    [InlineData("*1\r\r\n$4\r\nPING\r\n")]
    [InlineData("*1\r\n$4\r\nPINGxx")]
    [InlineData("*1\r\n$9999999999\r\n")]
    [InlineData("*1\r\n+PING\r\n")]
    [InlineData("PING\r\n")]
    [InlineData("\r\n")]
    public void What_is_no_command_is_damage(string damaged)
    {
        var problem = Should.Throw<ImportException>(() => Read("*1\r\n$4\r\nQUIT\r\n" + damaged));
        problem.Message.ShouldStartWith("the AOF is damaged at offset ");
        int.Parse(problem.Message.Split(' ')[6].TrimEnd(':')).ShouldBeGreaterThanOrEqualTo(14);
    }

    private static (List<string> Entries, bool IsCutOff) Read(string file)
    {
        var reader = new AofReader(new BytesFile(Encoding.Latin1.GetBytes(file)), 0);
        var entries = new List<string>();
        while (reader.Next())
        {
            entries.Add(Encoding.Latin1.GetString(reader.Entry));
            reader.IsCommand.ShouldBe(entries[^1][0] == '*');
        }

        return (entries, reader.IsCutOff);
    }
}
