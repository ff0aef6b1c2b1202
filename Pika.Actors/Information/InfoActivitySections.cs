namespace Pika.Actors.Information;

/// <summary>INFO's sections on what was done and is held: stats, cpu, commandstats, cluster, keyspace, rocksdb.</summary>
internal static class InfoActivitySections
{
    private const double BytesPerKilobyte = 1024;

    public static void Stats(InfoFacts facts, InfoText text)
    {
        text.Header("Stats");
        text.Field("total_connections_received", facts.ConnectionsReceived);
        text.Field("total_commands_processed", facts.Commands.Sum(command => command.Counts.Calls));
        text.Field("instantaneous_ops_per_sec", (long)facts.CommandsPerSecond);
        text.Field("total_net_input_bytes", facts.Received);
        text.Field("total_net_output_bytes", facts.Sent);
        text.Field("instantaneous_input_kbps", $"{facts.ReceivedPerSecond / BytesPerKilobyte:F2}");
        text.Field("instantaneous_output_kbps", $"{facts.SentPerSecond / BytesPerKilobyte:F2}");
        text.Field("rejected_connections", facts.RejectedConnections);
        text.Field("sync_full", facts.Replication.FullSyncs);
        text.Field("sync_partial_ok", facts.Replication.PartialSyncs);
        text.Field("sync_partial_err", facts.Replication.PartialRefused);
        text.Field("expired_keys", facts.ExpiredKeys);
        text.Field("evicted_keys", 0);
        text.Field("evicted_clients", 0);
        text.Field("keyspace_hits", facts.KeyspaceHits);
        text.Field("keyspace_misses", facts.KeyspaceMisses);
        text.Field("pubsub_channels", facts.Channels);
        text.Field("pubsub_patterns", facts.Patterns);
        text.Field("pubsubshard_channels", facts.ShardChannels);
        text.Field("latest_fork_usec", 0);
        text.Field("total_forks", 0);
        text.Field("tracking_total_keys", facts.Tracked.Keys);
        text.Field("tracking_total_items", facts.Tracked.Pairs);
        text.Field("tracking_total_prefixes", facts.Tracked.Prefixes);
        text.Field("total_error_replies", facts.ErrorReplies);
    }

    public static void Cpu(InfoFacts facts, InfoText text)
    {
        text.Header("CPU");
        text.Field("used_cpu_sys", $"{facts.SystemTime.TotalSeconds:F6}");
        text.Field("used_cpu_user", $"{facts.UserTime.TotalSeconds:F6}");
        text.Field("used_cpu_sys_children", "0.000000");
        text.Field("used_cpu_user_children", "0.000000");
    }

    public static void CommandStats(InfoFacts facts, InfoText text)
    {
        text.Header("Commandstats");
        foreach (var (command, counts) in facts.Commands)
        {
            var average = counts.Calls == 0 ? 0 : (double)counts.Microseconds / counts.Calls;
            text.Field(
                "cmdstat_" + command,
                $"calls={counts.Calls},usec={counts.Microseconds},usec_per_call={average:F2},rejected_calls={counts.Rejected},failed_calls={counts.Failed}"
            );
        }
    }

    public static void ErrorStats(InfoFacts facts, InfoText text)
    {
        text.Header("Errorstats");
        foreach (var (kind, count) in facts.Errors)
        {
            text.Field("errorstat_" + kind, $"count={count}");
        }
    }

    public static void Cluster(InfoFacts facts, InfoText text)
    {
        text.Header("Cluster");
        text.Field("cluster_enabled", 0);
    }

    public static void Keyspace(InfoFacts facts, InfoText text)
    {
        text.Header("Keyspace");
        foreach (var (number, keys, expires) in facts.Databases)
        {
            text.Field(FormattableString.Invariant($"db{number}"), $"keys={keys},expires={expires},avg_ttl=0");
        }
    }

    public static void RocksDb(InfoFacts facts, InfoText text)
    {
        text.Header("RocksDB");
        foreach (var (name, value) in facts.RocksDb)
        {
            text.Field(name, value);
        }
    }
}
