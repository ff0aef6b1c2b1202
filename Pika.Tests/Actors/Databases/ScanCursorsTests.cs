using System.Text;
using Pika.Actors.Databases;

namespace Pika.Tests.Actors.Databases;

public sealed class ScanCursorsTests
{
    [Fact]
    public void A_cursor_leads_to_its_key_until_it_is_the_oldest_of_too_many()
    {
        var cursors = new ScanCursors(mostCount: 3);
        var a = cursors.Remember("a"u8);
        var b = cursors.Remember("b"u8);
        cursors.Remember("c"u8);
        cursors.Remember("a"u8).ShouldBe(a);
        cursors.Find(a).ShouldBe("a"u8.ToArray());

        cursors.Remember("d"u8);
        cursors.Find(b).ShouldBeNull();
        cursors.Find(a).ShouldNotBeNull();
    }

    [Fact]
    public void Long_keys_do_not_make_it_grow_beyond_its_bytes()
    {
        var cursors = new ScanCursors();
        var first = cursors.Remember(new byte[5 << 20]);
        cursors.Find(first).ShouldNotBeNull();
        for (var i = 1; i < 4; i++)
            cursors.Remember(new byte[(5 << 20) + i]);

        cursors.Find(first).ShouldBeNull();
        var tooLong = cursors.Remember(new byte[17 << 20]);
        cursors.Find(tooLong).ShouldBeNull();
        cursors.Find(cursors.Remember("a"u8)).ShouldBe(Encoding.ASCII.GetBytes("a"));
    }
}
