using System.Text;
using Pika.Actors.Migration;
using Pika.Actors.Network;
using Pika.Actors.Replication;
using Pika.Host.Check;
using Pika.Host.Import;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>What a master answers to AUTH and PKSYNC.</summary>
internal sealed class GreetingTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } = ["+OK\r\n+OK\r\nframes"u8.ToArray(), "+OK\r\n-NOAUTH no\r\n"u8.ToArray()];

    public override bool IsIncremental => true;

    public override string Run(byte[] input, Pieces pieces)
    {
        using var connection = pieces.Connection(input);
        var greeting = new MasterGreeting(connection, CancellationToken.None);
        try
        {
            var target = new ReplicaTarget("host", 1, "user", "password", TimeSpan.FromSeconds(1));
            return greeting.RunAsync(target).GetAwaiter().GetResult() ?? "OK";
        }
        catch (IOException broken)
        {
            return Refused + broken.Message;
        }
    }
}

/// <summary>What the target of MIGRATE answers.</summary>
internal sealed class MigrationReplyTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    ["+OK\r\n-ERR Target key name is busy\r\n"u8.ToArray(), [.. "-"u8, .. Enumerable.Repeat((byte)'x', 3000), .. "\r\n+OK\n"u8]];

    public override bool IsIncremental => true;

    public override int MaxLength => 128 * 1024;

    public override string Run(byte[] input, Pieces pieces)
    {
        using var connection = pieces.Connection(input);
        using var target = MigrationTarget
            .ConnectAsync(new OneConnection(connection), "host", 1, TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None)
            .GetAwaiter()
            .GetResult();
        var outcome = new StringBuilder();
        try
        {
            while (true)
                outcome.AppendLine(target.ReceiveAsync().GetAwaiter().GetResult() is { } error ? Text(error) : "+");
        }
        catch (TargetLostException lost)
        {
            return (outcome.Length == 0 ? Refused : "") + outcome.ToString() + lost.Message;
        }
    }

    private sealed class OneConnection(IOutboundConnection connection) : IOutbound
    {
        public Task<IOutboundConnection> ConnectAsync(string host, int port, TimeSpan timeout, CancellationToken cancel) =>
            Task.FromResult(connection);
    }
}

/// <summary>What a server answers to an import.</summary>
internal sealed class ImportReplyTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    ["+OK\r\n:5\r\n$3\r\nabc\r\n*2\r\n$-1\r\n-ERR no\r\n*-1\r\n"u8.ToArray(), "*2\r\n*1\r\n+a\r\n:1\r\n"u8.ToArray()];

    public override bool IsIncremental => true;

    public override string Run(byte[] input, Pieces pieces)
    {
        using var stream = pieces.Stream(input);
        var replies = new ReplySkipper(stream);
        var outcome = new StringBuilder();
        try
        {
            while (true)
            {
                replies.Skip(error => outcome.AppendLine(error));
                outcome.AppendLine("reply");
            }
        }
        catch (IOException broken)
        {
            return (outcome.Length == 0 ? Refused : "") + outcome.ToString() + broken.Message;
        }
    }
}

/// <summary>What a node answers to a check.</summary>
internal sealed class NodeReplyTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    ["*3\r\n:5\r\n$3\r\nabc\r\n*2\r\n+OK\r\n$-1\r\n:7\r\n"u8.ToArray(), "*-1\r\n$0\r\n\r\n-ERR no\r\n"u8.ToArray()];

    public override IReadOnlyList<byte[]> Words { get; } = ["*1\r\n"u8.ToArray(), "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"u8.ToArray()];

    public override bool IsIncremental => true;

    public override string Run(byte[] input, Pieces pieces)
    {
        using var stream = pieces.Stream(input);
        var replies = new NodeReplyReader(stream);
        var outcome = new StringBuilder();
        try
        {
            while (true)
                Describe(replies.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult(), outcome);
        }
        catch (Exception end) when (end is CheckException or EndOfStreamException)
        {
            return (outcome.Length == 0 ? Refused : "") + outcome.ToString() + end.Message;
        }
    }

    private static void Describe(NodeReply reply, StringBuilder outcome)
    {
        outcome.AppendLine($"{reply.Number} {reply.Text}[");
        foreach (var item in reply.Items)
            Describe(item, outcome);
        outcome.AppendLine("]");
    }
}
