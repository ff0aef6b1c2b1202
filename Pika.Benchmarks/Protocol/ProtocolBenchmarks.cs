using System.Diagnostics;
using System.Text;
using Pika.Protocol;

namespace Pika.Benchmarks.Protocol;

/// <summary>
/// How many requests a second one core reads and finds in the table, and how many replies it writes. Plain loops over a 16-request pipeline, as one read of
/// a socket delivers it: best of several rounds, since anything slower is the machine's noise.
/// </summary>
internal static class ProtocolBenchmarks
{
    private const int PipelineLength = 16;
    private const int Rounds = 7;
    private const int RepetitionsPerRound = 60_000;

    public static void Run()
    {
        Console.WriteLine($"{"", -34}{"M/s", 8}{"ns", 8}{"bytes/op", 10}");
        Measure("read GET (20 B key)", Reading("GET", "key:0000000000000001"));
        Measure("read SET (20 B key, 128 B value)", Reading("SET", "key:0000000000000001", new string('x', 128)));
        Measure(
            "read MSET (10 pairs)",
            Reading(["MSET", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"key:{i:D16}", "xxxxxxxx" })])
        );
        Measure("read inline GET", ReadingBytes("GET key:0000000000000001\r\n"u8.ToArray()));
        Measure("read and find GET", Finding("GET", "key:0000000000000001"));
        Measure("read and find CLIENT SETNAME", Finding("CLIENT", "SETNAME", "a"));
        Measure("add 10.50 and 0.1 (INCRBYFLOAT)", Adding("10.50", "0.1"));
        Measure("write +OK", Writing(reply => reply.Ok()));
        Measure("write :1", Writing(reply => reply.Integer(1)));
        Measure("write :123456789", Writing(reply => reply.Integer(123456789)));
        var value = new byte[128];
        Measure("write bulk (128 B)", Writing(reply => reply.Bulk(value)));
        Measure("write double", Writing(reply => reply.Double(0.3)));
    }

    private static Action Reading(params string[] arguments) => ReadingBytes(Encode(arguments));

    private static Action ReadingBytes(byte[] request)
    {
        var pipeline = Repeat(request);
        var reader = new RequestReader(new RequestLimits());
        return () =>
        {
            Receive(reader, pipeline);
            for (var i = 0; i < reader.Count; i++)
                _ = reader[i][0].Length;

            reader.Release();
        };
    }

    private static Action Finding(params string[] arguments)
    {
        var pipeline = Repeat(Encode(arguments));
        var reader = new RequestReader(new RequestLimits());
        return () =>
        {
            Receive(reader, pipeline);
            for (var i = 0; i < reader.Count; i++)
                CommandTable.Find(reader[i], out _);

            reader.Release();
        };
    }

    private static Action Adding(string left, string right)
    {
        var (a, b) = (Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));
        return () =>
        {
            for (var i = 0; i < PipelineLength; i++)
            {
                if (
                    LongDouble.TryParse(a, out var first)
                    && LongDouble.TryParse(b, out var second)
                    && LongDouble.TryAdd(first, second, out var sum)
                )
                    _ = sum.ToBytes();
            }
        };
    }

    private static Action Writing(Action<RespWriter> write)
    {
        var reply = new RespWriter();
        return () =>
        {
            for (var i = 0; i < PipelineLength; i++)
                write(reply);

            reply.Clear();
        };
    }

    private static void Receive(RequestReader reader, byte[] pipeline)
    {
        pipeline.CopyTo(reader.GetMemory(pipeline.Length).Span);
        reader.Advance(pipeline.Length);
        reader.Parse();
    }

    private static void Measure(string name, Action pipeline)
    {
        var best = TimeSpan.MaxValue;
        long allocated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < RepetitionsPerRound; i++)
                pipeline();

            best = clock.Elapsed < best ? clock.Elapsed : best;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        const double Operations = (double)RepetitionsPerRound * PipelineLength;
        var nanoseconds = best.TotalNanoseconds / Operations;
        Console.WriteLine($"{name, -34}{1000 / nanoseconds, 8:F1}{nanoseconds, 8:F1}{allocated / Operations, 10:F2}");
    }

    private static byte[] Encode(string[] arguments)
    {
        var text = new StringBuilder($"*{arguments.Length}\r\n");
        foreach (var argument in arguments)
            text.Append($"${argument.Length}\r\n{argument}\r\n");

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] Repeat(byte[] request) => [.. Enumerable.Repeat(request, PipelineLength).SelectMany(bytes => bytes)];
}
