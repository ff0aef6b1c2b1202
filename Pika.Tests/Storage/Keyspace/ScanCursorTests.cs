using System.Text;
using Pika.Storage.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class ScanCursorTests
{
    [Theory]
    [InlineData("a", 8518795024870196UL)]
    [InlineData("", 431740012060UL)]
    public void A_cursor_is_the_same_for_ever(string key, ulong expected)
    {
        ScanCursor.Of(Encoding.ASCII.GetBytes(key)).ShouldBe(expected);
    }

    [Fact]
    public void A_cursor_tells_its_slot_and_is_never_the_beginning()
    {
        for (var i = 0; i < 10_000; i++)
        {
            var key = BitConverter.GetBytes(i);
            var cursor = ScanCursor.Of(key);
            cursor.ShouldBeInRange(1UL, (1UL << 53) - 1);
            ScanCursor.SlotOf(cursor).ShouldBe(HashSlot.Of(key));
        }
    }

    [Fact]
    public void Keys_of_one_slot_have_cursors_of_their_own()
    {
        var cursors = Enumerable.Range(0, 100_000).Select(i => ScanCursor.Of(Encoding.ASCII.GetBytes($"{{t}}{i}")));
        cursors.Distinct().Count().ShouldBe(100_000);
    }
}
