using System.Text;
using Pika.Protocol;

namespace Pika.Tests.Protocol.Requests;

public sealed class RequestReaderTests
{
    private readonly RequestLimits _limits = new();
    private readonly RequestReader _reader;

    public RequestReaderTests() => _reader = new RequestReader(_limits);

    [Fact]
    public void A_pipeline_gives_all_its_requests()
    {
        Receive("*2\r\n$3\r\nGET\r\n$1\r\na\r\n*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$12\r\nhello\r\nworld\r\n");

        _reader.Parse().ShouldBe(ParseOutcome.Drained);

        Requests().ShouldBe(["GET a", @"SET b hello\x0d\x0aworld"]);
    }

    [Fact]
    public void A_request_split_at_every_byte_is_parsed_once_it_is_whole()
    {
        const string Input = "*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$5\r\nhello\r\n";
        foreach (var c in Input[..^1])
        {
            Receive(c.ToString());
            _reader.Parse().ShouldBe(ParseOutcome.Drained);
            _reader.Count.ShouldBe(0);
            _reader.Release();
        }

        Receive(Input[^1..]);
        _reader.Parse().ShouldBe(ParseOutcome.Drained);

        Requests().ShouldBe(["SET b hello"]);
    }

    [Fact]
    public void A_header_that_came_in_parts_leaves_no_trace_in_the_next()
    {
        foreach (var part in new[] { "*2\r", "\n$1234567", "\r", "\n" + new string('x', 1234567) + "\r\n$1\r", "\na\r\nGET b\n" })
        {
            Receive(part);
            _reader.Parse();
        }

        _reader.ProtocolError.ShouldBeNull();
        _reader.Count.ShouldBe(2);
        _reader[0][1].ToArray().ShouldBe("a"u8.ToArray());
    }

    [Theory]
    [InlineData("PING\r\n", "PING")]
    [InlineData("PING\n", "PING")]
    [InlineData("  set  key\tvalue \r\n", "set key value")]
    [InlineData("set \"a b\" 'c d'\r\n", @"set a b c d")]
    [InlineData("set k \"\\x41\\n\\\"\\q\"\r\n", @"set k A\x0a""q")]
    [InlineData("set k 'it\\'s \\n'\r\n", @"set k it's \n")]
    [InlineData("set k \"\"\r\n", "set k ")]
    [InlineData("a\0b c\r\nPING\r\n", "a", "PING")]
    [InlineData("\r\n \r\n*0\r\n*-1\r\n\nPING\r\n", "PING")]
    public void Inline_requests_and_empty_ones(string input, params string[] expected)
    {
        Receive(input);

        _reader.Parse().ShouldBe(ParseOutcome.Drained);

        Requests().ShouldBe(expected);
    }

    [Theory]
    [InlineData("*x\r\n", "invalid multibulk length")]
    [InlineData("*+1\r\n", "invalid multibulk length")]
    [InlineData("*\r\n", "invalid multibulk length")]
    [InlineData("*:\r\n$123456789\r\n", "invalid multibulk length")]
    [InlineData("*2147483648\r\n", "invalid multibulk length")]
    [InlineData("*1\r\n$-1\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$03\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$536870913\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$99999999999999999999\r\n", "invalid bulk length")]
    [InlineData("*1\r\n!3\r\n", "expected '$', got '!'")]
    [InlineData("*1\r\n\r\n\r\n", "expected '$', got '\r'")]
    [InlineData("set \"a\r\n", "unbalanced quotes in request")]
    [InlineData("set 'a\r\n", "unbalanced quotes in request")]
    [InlineData("set \"a\"b\r\n", "unbalanced quotes in request")]
    public void An_error_ends_parsing_after_the_requests_before_it(string input, string error)
    {
        Receive("PING\r\n" + input + "PING\r\n");

        _reader.Parse().ShouldBe(ParseOutcome.ProtocolError);

        Requests().ShouldBe(["PING"]);
        _reader.ProtocolError.ShouldBe("Protocol error: " + error);
        _reader.Release();
        _reader.Parse().ShouldBe(ParseOutcome.ProtocolError);
        _reader.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("*", '1', "too big mbulk count string")]
    [InlineData("*1\r\n$", '1', "too big bulk count string")]
    [InlineData("", 'a', "too big inline request")]
    public void A_line_without_an_end_is_given_up_after_64_KB(string begin, char filler, string error)
    {
        var line = begin[(begin.LastIndexOf('\n') + 1)..].Length;
        Receive(begin + new string(filler, RequestLimits.MaxInlineLength - line));
        _reader.Parse().ShouldBe(ParseOutcome.Drained);

        Receive(filler.ToString());

        _reader.Parse().ShouldBe(ParseOutcome.ProtocolError);
        _reader.ProtocolError.ShouldBe("Protocol error: " + error);
    }

    [Fact]
    public void Before_authentication_small_limits_hold_and_each_request_is_parsed_alone()
    {
        _reader.Unauthenticated = true;
        Receive("AUTH x\r\n*11\r\n");

        _reader.Parse().ShouldBe(ParseOutcome.More);
        Requests().ShouldBe(["AUTH x"]);
        _reader.Release();

        _reader.Parse().ShouldBe(ParseOutcome.ProtocolError);
        _reader.ProtocolError.ShouldBe("Protocol error: unauthenticated multibulk length");
    }

    [Fact]
    public void Before_authentication_arguments_are_short()
    {
        _reader.Unauthenticated = true;
        Receive("*1\r\n$16385\r\n");

        _reader.Parse().ShouldBe(ParseOutcome.ProtocolError);
        _reader.ProtocolError.ShouldBe("Protocol error: unauthenticated bulk length");
    }

    [Fact]
    public void After_authentication_the_rest_of_the_pipeline_has_the_usual_limits()
    {
        _reader.Unauthenticated = true;
        Receive("AUTH x\r\n*11\r\n" + string.Concat(Enumerable.Repeat("$1\r\na\r\n", 11)));
        _reader.Parse().ShouldBe(ParseOutcome.More);
        _reader.Release();

        _reader.Unauthenticated = false;

        _reader.Parse().ShouldBe(ParseOutcome.Drained);
        _reader[0].Count.ShouldBe(11);
    }

    [Fact]
    public void A_batch_is_bounded()
    {
        Receive(string.Concat(Enumerable.Repeat("PING\r\n", 1500)));

        _reader.Parse().ShouldBe(ParseOutcome.More);
        _reader.Count.ShouldBe(1024);
        _reader.Parse().ShouldBe(ParseOutcome.More);
        _reader.Release();
        _reader.Parse().ShouldBe(ParseOutcome.Drained);
        _reader.Count.ShouldBe(476);
    }

    [Fact]
    public void A_new_bulk_limit_holds_at_once()
    {
        _limits.MaxBulkLength = 1024 * 1024;
        Receive("*1\r\n$1048577\r\n");

        _reader.Parse().ShouldBe(ParseOutcome.ProtocolError);
    }

    [Fact]
    public void A_header_alone_allocates_little_and_the_buffer_ends_at_the_exact_size()
    {
        const int Length = 3_000_000;
        Receive($"*1\r\n${Length}\r\n");
        _reader.Parse();
        (_reader.BufferedBytes + _reader.FreeBytes).ShouldBeLessThanOrEqualTo(RequestLimits.QueryBufferSize);

        var content = new byte[Length + 2];
        Random.Shared.NextBytes(content);
        for (var sent = 0; sent < content.Length; )
        {
            var memory = _reader.GetMemory();
            (_reader.BufferedBytes + _reader.FreeBytes).ShouldBeLessThanOrEqualTo(
                Math.Max(RequestLimits.QueryBufferSize, 2 * _reader.BufferedBytes)
            );
            var part = Math.Min(memory.Length, content.Length - sent);
            content.AsSpan(sent, part).CopyTo(memory.Span);
            _reader.Advance(part);
            sent += part;
            _reader.Parse().ShouldBe(ParseOutcome.Drained);
        }

        _reader[0][0].SequenceEqual(content.AsSpan(0, Length)).ShouldBeTrue();
        _reader.FreeBytes.ShouldBe(0);
        _reader.Release();
        _reader.Trim();
        _reader.Trim();
        (_reader.BufferedBytes + _reader.FreeBytes).ShouldBe(0);
        Receive("PING\r\n");
        _reader.Parse();
        Requests().ShouldBe(["PING"]);
    }

    [Fact]
    public void A_buffer_that_became_too_big_shrinks_around_what_it_holds()
    {
        Receive("SET a " + new string('x', 60_000) + "\r\n");
        _reader.Parse();
        _reader.Release();
        _reader.Trim();
        Receive("*2\r\n$3\r\nGET\r\n$1");
        _reader.Parse();
        _reader.Release();

        _reader.Trim();

        (_reader.BufferedBytes + _reader.FreeBytes).ShouldBe(RequestLimits.QueryBufferSize);
        Receive("\r\na\r\n");
        _reader.Parse();
        Requests().ShouldBe(["GET a"]);
    }

    [Fact]
    public void A_million_arguments_byte_by_byte_take_linear_time()
    {
        const int Count = 1_000_000;
        var one = "$1\r\na\r\n"u8.ToArray();
        Receive($"*{Count}\r\n");
        for (var i = 0; i < Count; i++)
        {
            foreach (var b in one)
            {
                _reader.GetMemory().Span[0] = b;
                _reader.Advance(1);
                _reader.Parse();
                if (_reader.Count == 0)
                    _reader.Release();
            }
        }

        _reader.Count.ShouldBe(1);
        _reader[0].Count.ShouldBe(Count);
        _reader[0][Count - 1].ToArray().ShouldBe("a"u8.ToArray());
    }

    [Fact]
    public void An_unfinished_request_is_bounded_by_the_query_buffer_limit()
    {
        _limits.QueryBufferLimit = 1024 * 1024;
        Receive("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$2000000\r\n");
        _reader.Parse().ShouldBe(ParseOutcome.Drained);

        Receive(new string('x', 1024 * 1024));

        _reader.Parse().ShouldBe(ParseOutcome.QueryBufferLimit);
    }

    [Fact]
    public void The_ranges_of_many_empty_arguments_count_too()
    {
        _limits.QueryBufferLimit = 1024 * 1024;
        Receive("*1000000\r\n" + string.Concat(Enumerable.Repeat("$0\r\n\r\n", 100_000)));

        _reader.Parse().ShouldBe(ParseOutcome.QueryBufferLimit);
    }

    [Fact]
    public void Requests_stay_valid_while_more_is_received_and_a_copy_even_after_release()
    {
        Receive("*2\r\n$3\r\nGET\r\n$1\r\na\r\n");
        _reader.Parse();
        var request = _reader[0];
        var copy = request.Copy();

        Receive(new string('x', 40_000));
        _reader.Parse();

        request.ToString().ShouldBe("GET a");
        _reader[0].ToString().ShouldBe("GET a");
        _reader.Release();
        Receive("\r\nSET b c\r\n");
        _reader.Parse();
        copy.ToString().ShouldBe("GET a");
        _reader[1].ToString().ShouldBe("SET b c");
    }

    [Fact]
    public void An_argument_out_of_range_is_refused()
    {
        Receive("PING\r\nGET a\r\n");
        _reader.Parse();

        Should.Throw<ArgumentOutOfRangeException>(() => _reader[0][1].Length);
        Should.Throw<ArgumentOutOfRangeException>(() => _reader[2].Count);
    }

    [Fact]
    public void Steady_traffic_allocates_nothing()
    {
        var pipeline = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$3\r\nabc\r\n", 50)));
        Round(pipeline);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Round(pipeline);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private void Round(byte[] pipeline)
    {
        pipeline.CopyTo(_reader.GetMemory(pipeline.Length));
        _reader.Advance(pipeline.Length);
        _reader.Parse();
        for (var i = 0; i < _reader.Count; i++)
            _ = _reader[i][2].Length;

        _reader.Release();
    }

    private void Receive(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        bytes.CopyTo(_reader.GetMemory(bytes.Length));
        _reader.Advance(bytes.Length);
    }

    private string[] Requests() => [.. Enumerable.Range(0, _reader.Count).Select(i => _reader[i].ToString())];
}
