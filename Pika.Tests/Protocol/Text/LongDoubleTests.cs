using System.Text;
using Pika.Protocol;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Protocol.Text;

public sealed class LongDoubleTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("3.0", "3")]
    [InlineData("0.1", "0.1")]
    [InlineData("-12.345", "-12.345")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("1.23456789012345678901", "1.23456789012345679")]
    [InlineData("0x1p-3", "0.125")]
    [InlineData("1e-18", "0")]
    [InlineData("-1e-18", "0")]
    [InlineData("1e-4940", "0")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    [InlineData("18446744073709551617", "18446744073709551616")]
    [InlineData("18446744073709551619", "18446744073709551620")]
    public void A_number_is_printed_without_exponent_and_with_at_most_17_decimals(string text, string expected)
    {
        Print(Parse(text)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("nan")]
    [InlineData("1e4933")]
    [InlineData("1e-5000")]
    [InlineData("1e999999999999")]
    [InlineData("abc")]
    public void What_is_no_number_or_leaves_the_range_is_refused(string text)
    {
        LongDouble.TryParse(Encoding.ASCII.GetBytes(text), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("5.0e3", "2.0e2", "5200")]
    [InlineData("3", "1.1", "4.1")]
    [InlineData("10.50", "0.1", "10.6")]
    [InlineData("1e17", "0.05", "100000000000000000.046875")]
    [InlineData("1", "-1", "0")]
    [InlineData("1e4000", "1", null)]
    [InlineData("-0.1", "0.1", "0")]
    public void Sums_are_rounded_to_64_bits(string left, string right, string? expected)
    {
        LongDouble.TryAdd(Parse(left), Parse(right), out var sum).ShouldBeTrue();
        Print(sum).ShouldBe(expected ?? Print(Parse(left)));
    }

    [Theory]
    [InlineData("inf", "1")]
    [InlineData("1", "-inf")]
    [InlineData("inf", "-inf")]
    [InlineData("1.1e4932", "1.1e4932")]
    public void A_sum_that_is_no_number_is_refused(string left, string right)
    {
        LongDouble.TryAdd(Parse(left), Parse(right), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0x1p-1075", 0)]
    [InlineData("0x1.8p-1075", 5e-324)]
    [InlineData("0x1.00000000000008p0", 1)]
    [InlineData("0x1.00000000000018p0", 1.0000000000000004)]
    [InlineData("-0x1p1024", double.NegativeInfinity)]
    public void The_nearest_double(string text, double expected)
    {
        Parse(text).ToDouble().ShouldBe(expected);
    }

    [RedisFact]
    public void Random_sums_are_those_of_INCRBYFLOAT()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        var random = new Random(11);
        for (var i = 0; i < 3000; i++)
        {
            var (left, right) = (RandomNumber(random), RandomNumber(random));
            redis.Ask("SET", "n", left);
            var theirs = redis.Ask("INCRBYFLOAT", "n", right);
            (theirs.Type == '-' ? null : theirs.Text).ShouldBe(IncrementByFloat(left, right), $"{left} + {right}");
        }
    }

    [RedisFact]
    public void Random_doubles_are_parsed_and_printed_as_scores_are()
    {
        using var server = new RedisServer();
        using var redis = server.Connect();
        var random = new Random(12);

        // Too long for the compact encoding, which loses the sign of zero.
        var member = new string('m', 100);
        Span<byte> buffer = stackalloc byte[Numbers.MaxDoubleLength];
        for (var i = 0; i < 3000; i++)
        {
            var text = RandomNumber(random);
            redis.Ask("DEL", "z");
            var accepted = redis.Ask("ZADD", "z", text, member).Type == ':';
            Numbers.TryParseDouble(Encoding.ASCII.GetBytes(text), out var value).ShouldBe(accepted, text);
            if (accepted)
                Encoding
                    .ASCII.GetString(buffer[..Numbers.FormatDouble(value, buffer)])
                    .ShouldBe(redis.Ask("ZSCORE", "z", member).Text, text);
        }
    }

    /// <summary>What INCRBYFLOAT does with the two, null for an error.</summary>
    private static string? IncrementByFloat(string left, string right) =>
        LongDouble.TryParse(Encoding.ASCII.GetBytes(left), out var a)
        && LongDouble.TryParse(Encoding.ASCII.GetBytes(right), out var b)
        && LongDouble.TryAdd(a, b, out var sum)
            ? Print(sum)
            : null;

    /// <summary>Numbers of all sizes and forms, most of them well formed, many of them close to a limit or to each other.</summary>
    private static string RandomNumber(Random random)
    {
        var sign = random.Next(4) switch
        {
            0 => "-",
            1 => "+",
            _ => "",
        };
        var digits = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => random.Next(10).ToString()));
        var point = random.Next(digits.Length + 1);
        return random.Next(8) switch
        {
            0 => sign + digits,
            1 => $"{sign}{digits[..point]}.{digits[point..]}e{random.Next(-4960, 4940)}",
            2 => $"{sign}{digits[..point]}.{digits[point..]}e{random.Next(-330, 320)}",
            3 => $"{sign}0x{random.NextInt64():x}.{random.NextInt64():x}p{random.Next(-1100, 1100)}",
            4 => $"{sign}{random.Next(1000)}.{random.Next(100):00}",
            5 => new[]
            {
                "inf",
                "-inf",
                "nan",
                "0",
                "-0",
                "1e",
                ".",
                "0x",
                "-",
                "infinity",
                "INF",
                "1e-4951",
                "1.18973149535723176502e4932",
            }[random.Next(13)],
            _ => $"{sign}{digits[..point]}.{digits[point..]}",
        };
    }

    private static LongDouble Parse(string text)
    {
        LongDouble.TryParse(Encoding.ASCII.GetBytes(text), out var value).ShouldBeTrue(text);
        return value;
    }

    private static string Print(LongDouble value) => Encoding.ASCII.GetString(value.ToBytes());
}
