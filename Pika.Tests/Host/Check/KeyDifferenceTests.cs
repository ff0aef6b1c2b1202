using System.Text;
using Pika.Host.Check;

namespace Pika.Tests.Host.Check;

public sealed class KeyDifferenceTests
{
    private static readonly NodeAddress A = new("a", 1);
    private static readonly NodeAddress B = new("b", 2);

    [Fact]
    public void A_line_tells_what_differs()
    {
        var key = new CheckedKey("k"u8.ToArray(), "string", 0, "00");
        Describe(key, null).ShouldBe("db3 \"k\": only on a:1 (string)");
        Describe(null, key).ShouldBe("db3 \"k\": only on b:2 (string)");
        Describe(key, key with { Type = "hash" }).ShouldBe("db3 \"k\": string on a:1, hash on b:2");
        Describe(key, key with { Value = "01" }).ShouldBe("db3 \"k\": the string has another value");
        Describe(key, key with { Value = "01", ExpireAt = 1_700_000_000_001 })
            .ShouldBe("db3 \"k\": the string has another value; expires never on a:1, at 2023-11-14T22:13:20.001Z on b:2");
        Describe(key, key with { ExpireAt = long.MaxValue }).ShouldEndWith($"expires never on a:1, at {long.MaxValue} ms on b:2");
    }

    [Fact]
    public void A_name_is_shown_so_that_it_can_be_told_from_others_and_cut_when_it_is_long()
    {
        Describe(new CheckedKey([0, (byte)'"', (byte)'\\', 255], "set", 0, ""), null).ShouldStartWith("db3 \"\\x00\\\"\\\\\\xff\": ");
        Describe(new CheckedKey(Encoding.ASCII.GetBytes(new string('k', 1000)), "set", 0, ""), null).Length.ShouldBeLessThan(300);
    }

    private static string Describe(CheckedKey? one, CheckedKey? other) => new KeyDifference(3, one, other).Describe(A, B);
}
