using System.Globalization;
using System.Text;
using Pika.Protocol;

namespace Pika.Tests.Protocol.Text;

public sealed class NumbersTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("1000000000000000000", 1000000000000000000)]
    public void Integers_in_their_one_spelling(string text, long expected)
    {
        Numbers.TryParseInt64(Bytes(text), out var value).ShouldBeTrue();
        value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("00")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("1:")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999999999")]
    public void Any_other_spelling_of_an_integer_is_refused(string text)
    {
        Numbers.TryParseInt64(Bytes(text), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("+3.", 3)]
    [InlineData(".5", 0.5)]
    [InlineData("-1.5e3", -1500)]
    [InlineData("1E-2", 0.01)]
    [InlineData("007", 7)]
    [InlineData("0x10", 16)]
    [InlineData("0x1.8p1", 3)]
    [InlineData("-0X.8P-1", -0.25)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("5e-324", 5e-324)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("0e400", 0)]
    public void Doubles_as_strtod_reads_them(string text, double expected)
    {
        Numbers.TryParseDouble(Bytes(text), out var value).ShouldBeTrue(text);
        value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("nan")]
    [InlineData("-nan(1)")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("0x")]
    [InlineData("0x.")]
    [InlineData("0xp1")]
    [InlineData("1,5")]
    [InlineData("1_0")]
    [InlineData("infinit")]
    [InlineData("1e309")]
    [InlineData("-1e400")]
    [InlineData("0x1p1024")]
    [InlineData("1e-400")]
    [InlineData("1\0")]
    public void What_is_no_double_or_leaves_its_range_is_refused(string text)
    {
        Numbers.TryParseDouble(Bytes(text), out _).ShouldBeFalse(text);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(3, "3")]
    [InlineData(-3, "-3")]
    [InlineData(0.1, "0.10000000000000001")]
    [InlineData(0.5, "0.5")]
    [InlineData(-1.25, "-1.25")]
    [InlineData(1234.5678, "1234.5678")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1.0000000000000001e-05")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(99999999999999984, "99999999999999984")]
    [InlineData(1e17, "1e+17")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e300, "1.5000000000000001e+300")]
    [InlineData(5e-324, "4.9406564584124654e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Doubles_are_printed_with_17_digits(double value, string expected)
    {
        Format(value).ShouldBe(expected);
    }

    [Fact]
    public void The_zero_with_a_sign_keeps_it()
    {
        Format(-0.0).ShouldBe("-0");
    }

    [Fact]
    public void What_is_printed_parses_back_to_the_same_double()
    {
        var random = new Random(42);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value) || value == 0)
                continue;

            var text = Format(value);
            text.Length.ShouldBeLessThanOrEqualTo(Numbers.MaxDoubleLength);
            double.Parse(text, CultureInfo.InvariantCulture).ShouldBe(value);
            Numbers.TryParseDouble(Bytes(text), out var parsed).ShouldBeTrue(text);
            parsed.ShouldBe(value);
        }
    }

    private static string Format(double value)
    {
        Span<byte> buffer = stackalloc byte[Numbers.MaxDoubleLength];
        return Encoding.ASCII.GetString(buffer[..Numbers.FormatDouble(value, buffer)]);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
