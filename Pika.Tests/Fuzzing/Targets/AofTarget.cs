using System.Text;
using Pika.Host.Import;
using Pika.Protocol;
using Pika.Tests.Support;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>An AOF that is imported: each command that is found in it is one for the server too, or the two would lose count of the replies.</summary>
internal sealed class AofTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n#TS:1700000000\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n"u8.ToArray(),
        "*1\r\n$5\r\nMULTI\r\n*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n*1\r\n$4\r\nEXEC\r\n"u8.ToArray(),
        "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n"u8.ToArray(),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    ["\r\n"u8.ToArray(), "*1\r\n"u8.ToArray(), "$1\r\n"u8.ToArray(), "#"u8.ToArray()];

    /// <summary>The window of a megabyte, and a reader for each command.</summary>
    public override long MayAllocate(int length) => (4 << 20) + (64L * 1024 * length);

    public override string Run(byte[] input, Pieces pieces)
    {
        var outcome = new StringBuilder();
        try
        {
            var entries = new AofReader(new BytesFile(input), 0);
            long at = 0;
            while (entries.Next())
            {
                entries.Position.ShouldBe(at);
                at += entries.Entry.Length;
                if (entries.IsCommand)
                    outcome.AppendLine(OnlyRequest(entries.Entry));
            }

            entries.IsCutOff.ShouldBe(at < input.Length);
            return outcome.ToString();
        }
        catch (ImportException damaged)
        {
            return Refused + damaged.Message;
        }
    }

    private static string OnlyRequest(ReadOnlySpan<byte> command)
    {
        var reader = new RequestReader(new RequestLimits());
        command.CopyTo(reader.GetMemory(command.Length).Span);
        reader.Advance(command.Length);
        reader.Parse().ShouldBe(ParseOutcome.Drained, Text(command));
        reader.Count.ShouldBe(1, Text(command));
        int words = reader[0].Count;
        reader.Release();
        reader.BufferedBytes.ShouldBe(0);
        return $"{words} words";
    }
}
