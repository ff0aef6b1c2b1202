using System.Text;
using Pika.Protocol;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>What a client that has authenticated sends.</summary>
internal class RequestTarget : FuzzTarget
{
    /// <summary>What is held in memory beside what has come: the first buffer of a connection, and the one that it grows into.</summary>
    private const int Spare = 64 * 1024;

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        "*1\r\n$4\r\nPING\r\n"u8.ToArray(),
        "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n"u8.ToArray(),
        "*2\r\n$3\r\nGET\r\n$0\r\n\r\n*0\r\n*-1\r\n*1\r\n$4\r\nQUIT\r\n"u8.ToArray(),
        "PING\r\nSET key \"a \\x00\\n\\\"b\" 'c\\'d'\r\n\r\n  GET\tkey \n"u8.ToArray(),
        [.. "*2\r\n$3\r\nSET\r\n$2000\r\n"u8, .. new byte[2000], .. "\r\nPING\r\n"u8],
        [.. Enumerable.Range(0, 300).SelectMany(i => Bytes($"*2\r\n$4\r\nINCR\r\n${$"{i}".Length}\r\n{i}\r\n"))],
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    ["\r\n"u8.ToArray(), "*"u8.ToArray(), "$"u8.ToArray(), "*1\r\n"u8.ToArray(), "$536870912\r\n"u8.ToArray(), "\""u8.ToArray()];

    public override bool IsIncremental => true;

    protected virtual bool Unauthenticated => false;

    public override string Run(byte[] input, Pieces pieces)
    {
        var reader = new RequestReader(new RequestLimits()) { Unauthenticated = Unauthenticated };
        var outcome = new StringBuilder();
        for (int at = 0; at < input.Length && reader.ProtocolError is null; )
        {
            var room = reader.GetMemory().Span;
            room.IsEmpty.ShouldBeFalse();
            int count = Math.Min(room.Length, pieces.Next(input.Length - at));
            input.AsSpan(at, count).CopyTo(room);
            reader.Advance(count);
            at += count;
            Parse(reader, outcome);
            reader.BufferedBytes.ShouldBeInRange(0, at);
            reader.FreeBytes.ShouldBeLessThan(Spare + (4 * at));
        }

        return (reader.ProtocolError is { } error ? Refused + error : "") + outcome;
    }

    private static void Parse(RequestReader reader, StringBuilder outcome)
    {
        ParseOutcome parsed;
        do
        {
            parsed = reader.Parse();
            for (int i = 0; i < reader.Count; i++)
            {
                reader[i].Count.ShouldBeGreaterThan(0);
                for (int word = 0; word < reader[i].Count; word++)
                    outcome.Append(word == 0 ? '\n' : ' ').Append(Text(reader[i][word]));
            }

            reader.Release();
        } while (parsed == ParseOutcome.More);
    }
}

/// <summary>What a client sends that has yet to authenticate.</summary>
internal sealed class UnauthenticatedRequestTarget : RequestTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    ["*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n*1\r\n$4\r\nPING\r\n"u8.ToArray(), "AUTH secret\r\nPING\r\n"u8.ToArray()];

    protected override bool Unauthenticated => true;
}
