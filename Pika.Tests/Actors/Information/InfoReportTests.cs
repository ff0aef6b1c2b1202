using Pika.Actors.Information;
using Pika.Actors.Log;
using Pika.Storage.Binlog;

namespace Pika.Tests.Actors.Information;

public sealed class InfoReportTests
{
    private static readonly string Id = new('a', 40);

    private static readonly InfoFacts Facts = new()
    {
        Identity = new ServerIdentity("0.1.0", Id, 77, 9221, "Linux", "/bin/pika", ""),
        NowMicroseconds = 1_700_000_000_123_456,
        UptimeSeconds = 90_000,
        ResidentBytes = 941_280,
        Hz = 10,
        Commands = [("config|get", new CommandCounts(2, 25, 1, 0)), ("get", new CommandCounts(0, 0, 1, 0))],
        Databases = [(0, 3, 1), (5, 1, 0)],
        UserTime = TimeSpan.FromMilliseconds(1234),
        RocksDb = [("estimate_num_keys", "4")],
        Binlog = BinlogFacts.None with { End = new BinlogPosition(0, 640, new LogIndex(1, 9)) },
        ErrorReplies = 2,
        Errors = [("ERR", 1), ("WRONGTYPE", 1)],
        RejectedConnections = 6,
        CommandsPerSecond = 12.9,
        ReceivedPerSecond = 1536,
        LastSaveSeconds = 1_700_000_000,
    };

    [Theory]
    [InlineData("", "Server,Clients,Memory,Persistence,Stats,Replication,CPU,Modules,Errorstats,Cluster,Keyspace")]
    [InlineData("DEFAULT", "Server,Clients,Memory,Persistence,Stats,Replication,CPU,Modules,Errorstats,Cluster,Keyspace")]
    [InlineData(
        "all",
        "Server,Clients,Memory,Persistence,Stats,Replication,CPU,Modules,Commandstats,Errorstats,Cluster,Keyspace,Binlog,RocksDB"
    )]
    [InlineData("keyspace,Server", "Server,Keyspace")]
    [InlineData(
        "commandstats,default",
        "Server,Clients,Memory,Persistence,Stats,Replication,CPU,Modules,Commandstats,Errorstats,Cluster,Keyspace"
    )]
    [InlineData("nonsense", "")]
    public void Sections_are_chosen_as_in_Redis(string request, string headers) =>
        string.Join(',', Lines(request).Where(line => line.StartsWith('#')).Select(line => line[2..])).ShouldBe(headers);

    [Fact]
    public void Sections_are_parted_by_an_empty_line()
    {
        var text = InfoReport.Write(Facts, ["cluster", "keyspace"]);

        text.ShouldBe(
            "# Cluster\r\ncluster_enabled:0\r\n\r\n# Keyspace\r\ndb0:keys=3,expires=1,avg_ttl=0\r\ndb5:keys=1,expires=0,avg_ttl=0\r\n"
        );
    }

    [Theory]
    [InlineData("redis_version:7.0.15")]
    [InlineData("pika_version:0.1.0")]
    [InlineData("server_time_usec:1700000000123456")]
    [InlineData("uptime_in_days:1")]
    [InlineData("lru_clock:5501184")]
    [InlineData("used_memory_human:919.22K")]
    [InlineData("maxmemory_human:0B")]
    [InlineData("total_commands_processed:2")]
    [InlineData("total_error_replies:2")]
    [InlineData("errorstat_WRONGTYPE:count=1")]
    [InlineData("rejected_connections:6")]
    [InlineData("instantaneous_ops_per_sec:12")]
    [InlineData("instantaneous_input_kbps:1.50")]
    [InlineData("rdb_last_save_time:1700000000")]
    [InlineData("rdb_last_bgsave_status:ok")]
    [InlineData("binlog_last_index:9")]
    [InlineData("used_cpu_user:1.234000")]
    [InlineData("cmdstat_config|get:calls=2,usec=25,usec_per_call=12.50,rejected_calls=1,failed_calls=0")]
    [InlineData("cmdstat_get:calls=0,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0")]
    [InlineData("loading:0")]
    [InlineData("role:master")]
    [InlineData("estimate_num_keys:4")]
    public void Fields_have_the_names_and_formats_of_Redis(string line) => Lines("everything").ShouldContain(line);

    [Fact]
    public void Costly_facts_are_asked_for_by_name_or_by_all()
    {
        InfoReport.Asks([], "rocksdb").ShouldBeFalse();
        InfoReport.Asks(["ALL"], "rocksdb").ShouldBeTrue();
        InfoReport.Asks(["rocksdb"], "rocksdb").ShouldBeTrue();
    }

    private static string[] Lines(string request) =>
        InfoReport.Write(Facts, request.Split(',', StringSplitOptions.RemoveEmptyEntries)).Split("\r\n");
}
