using System.Text.RegularExpressions;
using Pika.Actors.Information;
using Pika.Actors.Log;
using Pika.Actors.Replication;
using Pika.Storage.Binlog;
using Pika.Tests.Architecture;
using Pika.Tests.Protocol.Support;

namespace Pika.Tests.Actors.Information;

/// <summary>docs/info.md names every field of ours, also of the section on the log.</summary>
public sealed partial class InfoReplicationSectionTests
{
    private static readonly BinlogPin Pin = new("owner", 1, 0, 0, 1000, 1000);

    private static readonly SlaveFacts Slave = new("id", "10.0.0.9", 7000, SlaveState.DbSync, IsConnected: true)
    {
        Pin = Pin,
        Problem = "a, b",
    };

    private static readonly InfoFacts Facts = new()
    {
        Identity = ServerIdentity.Unknown,
        Replication = new ReplicationFacts
        {
            Master = new MasterFacts("10.0.0.8", 7000, MasterLinkState.WaitDbSync, 0, 0, ""),
            Slaves = [Slave, Slave with { IsConnected = false }],
        },
        Binlog = BinlogFacts.None with { Pins = [Pin], Kept = [new KeptSegment(0, "a reason")] },
    };

    [RedisFact]
    public void Every_field_that_Redis_has_not_is_described()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs/info.md"));
        var described = Name().Matches(document).Select(match => match.Groups[1].Value).ToHashSet();
        using var redis = new RedisServer();
        using var client = redis.Connect();
        client.Ask("REPLICAOF", "127.0.0.1", "1");
        var known = Names(client.Ask("INFO", "replication").Text!)
            .Append("slave0")
            .Append("master_sync_total_bytes")
            .Append("master_sync_read_bytes")
            .Append("master_sync_left_bytes")
            .Append("master_sync_perc")
            .Append("master_sync_last_io_seconds_ago");

        Names(InfoReport.Write(Facts, ["replication", "binlog"])).Except(known).Except(described).ShouldBeEmpty();
    }

    [Fact]
    public void Every_part_of_a_replicas_line_is_described()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs/info.md"));
        var lines = InfoReport.Write(Facts, ["replication"]).Split("\r\n");
        string slave = lines.Single(line => line.StartsWith("slave0:", StringComparison.Ordinal))["slave0:".Length..];
        foreach (string part in slave.Split(','))
            document.ShouldContain($"`{part.Split('=')[0]}`");
        slave.ShouldEndWith(",problem=a; b");
        lines.ShouldContain(line => line.StartsWith("away_slave0:ip=10.0.0.9,port=7000,state=away,", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(string info) =>
        info.Split("\r\n").Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(':')[0]);

    [GeneratedRegex("`([a-z_0-9]+)`")]
    private static partial Regex Name();
}
