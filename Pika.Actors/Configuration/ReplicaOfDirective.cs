using System.Globalization;
using System.Net;

namespace Pika.Actors.Configuration;

/// <summary>The master of a node that has no role yet, and in CONFIG GET and REWRITE the present one: host and port, or nothing.</summary>
internal sealed class ReplicaOfDirective : Directive
{
    /// <summary>The directive with its other name.</summary>
    public ReplicaOfDirective()
        : base("replicaof", "The master of a node that starts for the first time: host and port; REPLICAOF changes it for good.") =>
        (Aliases, SeveralWords) = (["slaveof"], true);

    public override string Read(ServerConfig config) => config.ReplicaOf?.ToString() ?? "";

    public override IReadOnlyList<string> Write(ServerConfig config) =>
        config.ReplicaOf is { } master ? [master.Host, master.Port.ToString(CultureInfo.InvariantCulture)] : [""];

    // Redis takes "no one" here, and Pika's files say host:port.
    public override ParsedValue Parse(IReadOnlyList<string> words)
    {
        string[] parts = words is [var one] ? one.Split(':') : [.. words];
        return parts switch
        {
            [""] => ParsedValue.Right(static config => config.ReplicaOf = null),
            [var no, var nobody] when Same(no, "no") && Same(nobody, "one") => ParsedValue.Right(static config => config.ReplicaOf = null),
            [{ Length: > 0 } host, var port] when TryPort(port, out int number) => ParsedValue.Right(config =>
                config.ReplicaOf = new MasterAddress(host, number)
            ),
            _ => ParsedValue.Wrong("wrong number of arguments, or an invalid master port: host and port are needed"),
        };
    }

    private static bool Same(string word, string expected) => word.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= IPEndPoint.MaxPort;
}
