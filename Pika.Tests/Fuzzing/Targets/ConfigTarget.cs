using System.Text;
using Pika.Actors.Configuration;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>The configuration file.</summary>
internal sealed class ConfigTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        "port 9221\nbind 127.0.0.1 -::1\n# comment\n\nrequirepass \"a \\x41\\\"b\"\nwrite-buffer-size : 100mb\n"u8.ToArray(),
        "client-output-buffer-limit replica 256mb 64mb 60\nnotify-keyspace-events KEA\nappendfsync always\n"u8.ToArray(),
        "replicaof 10.0.0.1 9221\nslave-priority : 10\nbinlog-file-size 1gb\n"u8.ToArray(),
        "timeout 0\ntcp-keepalive 300\nproto-max-bulk-len 512mb\nmaxclients 10000\ndatabases 16\nloglevel notice\n"u8.ToArray(),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    [.. Directives.All.Select(directive => Bytes("\n" + directive.Name + " ")), "\""u8.ToArray(), " : "u8.ToArray()];

    /// <summary>Names that nobody knows are compared with all that are known.</summary>
    public override long MayAllocate(int length) => (4 << 20) + (64L * 1024 * length);

    public override string Run(byte[] input, Pieces pieces)
    {
        string[] lines = Encoding.UTF8.GetString(input).Split('\n');
        foreach (string text in lines)
        {
            // What is written anew says the same.
            if (!ConfigLine.TryParse(text, out var line) || line.Name is null || line.HasColon)
                continue;
            ConfigLine.TryParse(line.Rewrite("name", line.Words), out var again).ShouldBeTrue();
            again.Words.ShouldBe(line.Words);
        }

        var problems = ConfigFile.Load("file", lines, new ServerConfig());
        return problems.Count > 0 ? Refused + string.Join('\n', problems) : "sound";
    }
}
