using Pika.Tests.Actors.Support;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>HyperLogLogs, which are strings that anybody can set.</summary>
internal sealed class HyperLogLogTarget : FuzzTarget
{
    /// <summary>Cases that one node serves: its log is in memory.</summary>
    private const int CasesPerNode = 500;

    private TestNode _node = null!;
    private TestClient _client = null!;
    private int _cases;

    public HyperLogLogTarget()
    {
        Open();
        Ask("PFADD", ["k", .. Enumerable.Range(0, 100).Select(i => $"{i}")]);
        Ask("PFADD", ["l", .. Enumerable.Range(0, 8000).Select(i => $"{i}")]);
        Seeds = [Value("k"), Value("l")];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override int MaxLength => 13 * 1024;

    /// <summary>The log is in memory, and moves as it grows.</summary>
    public override long MayAllocate(int length) => (64 << 20) + (256L * length);

    public override string Run(byte[] input, Pieces pieces)
    {
        if (++_cases % CasesPerNode == 0)
        {
            Dispose();
            Open();
        }

        Ask("SET", "k", Text(input));
        string outcome = "";
        foreach (
            string[] words in (string[][])
                [
                    ["PFCOUNT", "k"],
                    ["PFADD", "k", "x"],
                    ["PFMERGE", "d", "k"],
                    ["PFCOUNT", "k", "d"],
                    ["PFADD", "d", "y"],
                ]
        )
        {
            string reply = Ask(words[0], words[1..]);
            reply.ShouldNotContain("internal");
            outcome += reply;
        }

        Ask("DEL", "k", "d");
        return (outcome.StartsWith('-') ? Refused : "") + outcome;
    }

    public override void Dispose() => _node.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Open()
    {
        _node = TestNode.OpenAsync().GetAwaiter().GetResult();
        _client = _node.Connect();
    }

    private byte[] Value(string key)
    {
        string reply = Ask("GET", key);
        return Bytes(reply[(reply.IndexOf('\n') + 1)..^2]);
    }

    private string Ask(string command, params string[] words) => _client.Ask([command, .. words]).GetAwaiter().GetResult();
}
