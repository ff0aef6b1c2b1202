using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pika.Protocol;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Protocol.Requests;

/// <summary>What holds of the parser for all inputs.</summary>
public sealed class RequestReaderProperties
{
    /// <summary>More than any input here needs, less than anything that grows without reason.</summary>
    private const int MemoryBound = 256 * 1024;

    private static readonly Gen<byte[]> Argument = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();

    private static readonly Gen<byte[][]> Arguments = Gen.NonEmptyListOf(Argument).Select(list => list.ToArray());

    /// <summary>Pieces that a parser may stumble over, put together at random: valid requests, cut ones, wrong lengths, quotes, any bytes.</summary>
    private static readonly Gen<byte[]> Noise = Gen.Frequency(
            (4, Arguments.Select(Encode)),
            (2, Argument),
            (
                5,
                Gen.Elements(
                        "*1\r\n",
                        "*0\r\n",
                        "*-1\r\n",
                        "*3",
                        "*999999999\r\n",
                        "*x\r\n",
                        "$1\r\na\r\n",
                        "$536870912\r\n",
                        "$-1\r\n",
                        "$0\r\n\r\n",
                        "$00\r\n",
                        "\r\n",
                        "\r",
                        "\n",
                        "PING\r\n",
                        "set 'a b' \"\\x41\\",
                        "\"",
                        "'",
                        "\0",
                        "*",
                        "$",
                        "get a\n"
                    )
                    .Select(Encoding.Latin1.GetBytes)
            )
        )
        .ListOf()
        .Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    private static readonly Gen<int[]> Cuts = Gen.Choose(1, 40).ArrayOf().Select(cuts => cuts.Length == 0 ? [7] : cuts);

    [Fact]
    public void Valid_requests_come_out_as_they_went_in_however_they_are_split()
    {
        var cases = Gen.ListOf(Arguments).Zip(Cuts).ToArbitrary();
        Prop.ForAll(
                cases,
                pair =>
                {
                    var (requests, cuts) = pair;
                    var read = Read([.. requests.SelectMany(Encode)], cuts);
                    read.Error.ShouldBeNull();
                    read.Requests.ShouldBe(requests.Select(request => Request.Of(request).ToString()));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_input_is_understood_alike_however_it_is_split()
    {
        Prop.ForAll(
                Noise.Zip(Cuts).ToArbitrary(),
                pair =>
                {
                    var whole = Read(pair.Item1, [Math.Max(1, pair.Item1.Length)]);
                    var bytewise = Read(pair.Item1, [1]);
                    var split = Read(pair.Item1, pair.Item2);

                    bytewise.Requests.ShouldBe(whole.Requests);
                    bytewise.Error.ShouldBe(whole.Error);
                    split.Requests.ShouldBe(whole.Requests);
                    split.Error.ShouldBe(whole.Error);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void No_input_makes_the_buffer_grow_beyond_what_it_needs()
    {
        Prop.ForAll(Noise.Zip(Cuts).ToArbitrary(), pair => Read(pair.Item1, pair.Item2).PeakMemory.ShouldBeLessThan(MemoryBound))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [RedisFact]
    public void Any_input_gets_the_protocol_error_that_Redis_gives()
    {
        using var server = new RedisServer();
        var samples = Noise.Sample(60, 300).Where(IsComparable);
        foreach (var sample in samples)
        {
            var ours = Read(sample, [Math.Max(1, sample.Length)]);
            using var redis = server.Connect();
            redis.Send(sample);
            var theirs = RepliesOf(redis, ours.Requests.Count + (ours.Error is null ? 0 : 1));

            var expected = ours.Error is null ? null : "ERR " + ours.Error.Replace('\r', ' ').Replace('\n', ' ');
            theirs.Count.ShouldBe(ours.Requests.Count + (ours.Error is null ? 0 : 1), Encoding.Latin1.GetString(sample));
            if (expected is not null)
                theirs[^1].Text.ShouldBe(expected, Encoding.Latin1.GetString(sample));
        }
    }

    /// <summary>Redis searches line ends with functions for C strings, which stop at a zero byte; we do not follow it there.</summary>
    private static bool IsComparable(byte[] input) => !input.Contains((byte)0) && input.Length > 0;

    private static List<RespTree> RepliesOf(RedisConnection redis, int count)
    {
        List<RespTree> replies = [];
        for (var i = 0; i < count; i++)
            replies.Add(redis.Read());

        return replies;
    }

    private static ReadResult Read(byte[] input, int[] cuts)
    {
        var reader = new RequestReader(new RequestLimits());
        List<string> requests = [];
        var peak = 0;
        var sent = 0;
        for (var i = 0; sent < input.Length; i++)
        {
            var part = Math.Min(cuts[i % cuts.Length], input.Length - sent);
            input.AsSpan(sent, part).CopyTo(reader.GetMemory(part).Span);
            reader.Advance(part);
            sent += part;
            ParseOutcome outcome;
            do
            {
                outcome = reader.Parse();
                for (var request = 0; request < reader.Count; request++)
                    requests.Add(reader[request].ToString());

                reader.Release();
                peak = Math.Max(peak, reader.BufferedBytes + reader.FreeBytes);
            } while (outcome == ParseOutcome.More);
        }

        return new ReadResult(requests, reader.ProtocolError, peak);
    }

    private static byte[] Encode(byte[][] arguments)
    {
        var output = new MemoryStream();
        output.Write(Encoding.ASCII.GetBytes($"*{arguments.Length}\r\n"));
        foreach (var argument in arguments)
        {
            output.Write(Encoding.ASCII.GetBytes($"${argument.Length}\r\n"));
            output.Write(argument);
            output.Write("\r\n"u8);
        }

        return output.ToArray();
    }

    private sealed record ReadResult(List<string> Requests, string? Error, int PeakMemory);
}
