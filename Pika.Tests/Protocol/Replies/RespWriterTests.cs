using System.Text;
using Pika.Protocol;

namespace Pika.Tests.Protocol.Replies;

public sealed class RespWriterTests : IDisposable
{
    private readonly RespWriter _reply = new();

    public void Dispose() => _reply.Dispose();

    [Fact]
    public void Types_that_both_protocols_have()
    {
        Written(reply => reply.Ok()).ShouldBe("+OK\r\n");
        Written(reply => reply.Queued()).ShouldBe("+QUEUED\r\n");
        Written(reply => reply.SimpleString("PONG")).ShouldBe("+PONG\r\n");
        Written(reply => reply.SimpleString("PONG"u8)).ShouldBe("+PONG\r\n");
        Written(reply => reply.Error("ERR syntax error"u8)).ShouldBe("-ERR syntax error\r\n");
        Written(reply => reply.Bulk("a\r\n\0"u8)).ShouldBe("$4\r\na\r\n\0\r\n");
        Written(reply => reply.Bulk("")).ShouldBe("$0\r\n\r\n");
        Written(reply => reply.Bulk("ü")).ShouldBe("$2\r\n\u00c3\u00bc\r\n");
        Written(reply => reply.Bulk(-12L)).ShouldBe("$3\r\n-12\r\n");
        Written(reply => reply.Array(12)).ShouldBe("*12\r\n");
        Written(reply => "abc"u8.CopyTo(reply.BulkOf(3))).ShouldBe("$3\r\nabc\r\n");
    }

    [Theory]
    [InlineData(0, ":0\r\n")]
    [InlineData(-1, ":-1\r\n")]
    [InlineData(-2, ":-2\r\n")]
    [InlineData(1022, ":1022\r\n")]
    [InlineData(1023, ":1023\r\n")]
    [InlineData(1024, ":1024\r\n")]
    [InlineData(long.MaxValue, ":9223372036854775807\r\n")]
    [InlineData(long.MinValue, ":-9223372036854775808\r\n")]
    public void Integers(long value, string expected)
    {
        Written(reply => reply.Integer(value)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(2, "$-1\r\n*-1\r\n*2\r\n*1\r\n*1\r\n:1\r\n:0\r\n$2\r\n42\r\n$5\r\nhello\r\n$19\r\n0.29999999999999999\r\n")]
    [InlineData(3, "_\r\n_\r\n%1\r\n~1\r\n>1\r\n#t\r\n#f\r\n(42\r\n=9\r\ntxt:hello\r\n,0.29999999999999999\r\n")]
    public void Types_that_only_RESP3_has(int protocol, string expected)
    {
        _reply.Protocol = protocol;
        _reply.Null();
        _reply.NullArray();
        _reply.Map(1);
        _reply.Set(1);
        _reply.Push(1);
        _reply.Boolean(true);
        _reply.Boolean(false);
        _reply.BigNumber("42"u8);
        _reply.Verbatim("hello");
        _reply.Double(0.3);

        Text().ShouldBe(expected);
    }

    [Fact]
    public void Line_ends_in_an_error_become_blanks()
    {
        Written(reply => reply.Error("ERR unknown 'a\r\nb'")).ShouldBe("-ERR unknown 'a  b'\r\n");
        Written(reply => reply.Error("ERR unknown 'a\r\nb'"u8)).ShouldBe("-ERR unknown 'a  b'\r\n");
    }

    [Theory]
    [InlineData(2, 0, "*0\r\n*0\r\n*0\r\n")]
    [InlineData(3, 0, "*0\r\n%0\r\n~0\r\n")]
    [InlineData(2, 12, "*12\r\n*24\r\n*12\r\n")]
    [InlineData(3, 12, "*12\r\n%12\r\n~12\r\n")]
    [InlineData(2, 5, "*5\r\n*10\r\n*5\r\n")]
    public void A_length_may_come_after_its_content(int protocol, int count, string headers)
    {
        _reply.Protocol = protocol;
        var expected = headers.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _reply.Ok();

        var array = _reply.BeginDeferred();
        _reply.Bulk("in the array");
        _reply.EndArray(array, count);
        var map = _reply.BeginDeferred();
        var set = _reply.BeginDeferred();
        _reply.Bulk("in the set");
        _reply.EndSet(set, count);
        _reply.EndMap(map, count);

        Text().ShouldBe($"+OK\r\n{expected[0]}\n$12\r\nin the array\r\n{expected[1]}\n{expected[2]}\n$10\r\nin the set\r\n");
    }

    [Fact]
    public void What_was_written_can_be_taken_back()
    {
        _reply.Integer(1);
        var mark = _reply.Length;
        _reply.Array(2);
        _reply.Bulk("half");

        _reply.Truncate(mark);
        _reply.Error("ERR failed");

        Text().ShouldBe(":1\r\n-ERR failed\r\n");
        Should.Throw<ArgumentOutOfRangeException>(() => _reply.Truncate(1000));
    }

    [Fact]
    public void Big_replies_are_written_whole_and_their_memory_is_given_back()
    {
        var big = new byte[3_000_000];
        new Random(1).NextBytes(big);
        _reply.Ok();
        _reply.Bulk(big);
        _reply.Bulk(big);

        _reply.Length.ShouldBe(5 + (2 * (big.Length + 12)));
        _reply.WrittenSpan[^2..].ToArray().ShouldBe("\r\n"u8.ToArray());
        _reply.WrittenSpan.Slice(5 + 10, big.Length).SequenceEqual(big).ShouldBeTrue();

        _reply.Clear();
        _reply.Ok();
        Text().ShouldBe("+OK\r\n");
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_reply.WrittenMemory, out var segment).ShouldBeTrue();
        segment.Array!.Length.ShouldBeLessThan(64 * 1024);
    }

    [Fact]
    public void Steady_replies_allocate_nothing()
    {
        Round();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Round();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private void Round()
    {
        _reply.Ok();
        _reply.Integer(123456789);
        _reply.Bulk("value"u8);
        _reply.Double(1.5);
        _reply.Bulk(42L);
        _reply.Clear();
    }

    private string Written(Action<RespWriter> write)
    {
        _reply.Clear();
        write(_reply);
        return Text();
    }

    private string Text() => Encoding.Latin1.GetString(_reply.WrittenSpan);
}
