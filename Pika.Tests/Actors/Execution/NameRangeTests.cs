using System.Text;
using Pika.Actors.Execution;

namespace Pika.Tests.Actors.Execution;

public class NameRangeTests
{
    [Theory]
    [InlineData("b", "d", false, 2, "b c", "d")]
    [InlineData("b", "d", false, 3, "b c d", "")]
    [InlineData("", "", false, 2, "a b", "c")]
    [InlineData("d", "b", true, 2, "d c", "b")]
    [InlineData("", "", true, 9, "e d c b a", "")]
    [InlineData("x", "", false, 9, "", "")]
    public void The_first_names_of_a_range_come_out_whatever_their_order_before(
        string first,
        string last,
        bool reverse,
        int limit,
        string names,
        string next
    )
    {
        var range = new NameRange(Encoding.ASCII.GetBytes(first), Encoding.ASCII.GetBytes(last), reverse, limit);
        foreach (char name in "caebd")
        {
            if (range.Admits([(byte)name]))
                range.Add([(byte)name]);
        }

        var (found, at) = range.Take();
        string.Join(' ', found.Select(Encoding.ASCII.GetString)).ShouldBe(names);
        Encoding.ASCII.GetString(at).ShouldBe(next);
    }
}
