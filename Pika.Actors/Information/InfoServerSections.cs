namespace Pika.Actors.Information;

/// <summary>INFO's sections on the process: server, clients, memory, persistence.</summary>
internal static class InfoServerSections
{
    /// <summary>The Redis that clients may take this server for; they decide by it what they use.</summary>
    public const string RedisVersion = "7.0.15";

    private const int SecondsPerDay = 86_400;

    /// <summary>The bits of Redis's LRU clock, which counts seconds.</summary>
    private const long LruClockMask = (1 << 24) - 1;

    public static void Server(InfoFacts facts, InfoText text)
    {
        var identity = facts.Identity;
        text.Header("Server");
        text.Field("redis_version", RedisVersion);
        text.Field("pika_version", identity.Version);
        text.Field("redis_git_sha1", "00000000");
        text.Field("redis_git_dirty", 0);
        text.Field("redis_mode", "standalone");
        text.Field("os", identity.OperatingSystem);
        text.Field("arch_bits", nint.Size * 8);
        text.Field("multiplexing_api", "epoll");
        text.Field("process_id", identity.ProcessId);
        text.Field("process_supervised", "no");
        text.Field("run_id", identity.RunId);
        text.Field("tcp_port", identity.Port);
        text.Field("server_time_usec", facts.NowMicroseconds);
        text.Field("uptime_in_seconds", facts.UptimeSeconds);
        text.Field("uptime_in_days", facts.UptimeSeconds / SecondsPerDay);
        text.Field("hz", facts.Hz);
        text.Field("configured_hz", facts.Hz);
        text.Field("lru_clock", facts.NowMicroseconds / 1_000_000 & LruClockMask);
        text.Field("executable", identity.Executable);
        text.Field("config_file", identity.ConfigFile);
        text.Field("io_threads_active", 0);
    }

    public static void Clients(InfoFacts facts, InfoText text)
    {
        text.Header("Clients");
        text.Field("connected_clients", facts.ConnectedClients);
        text.Field("cluster_connections", 0);
        text.Field("maxclients", facts.MaxClients);
        text.Field("client_recent_max_input_buffer", facts.BiggestQueryBuffer);
        text.Field("client_recent_max_output_buffer", facts.BiggestOutput);
        text.Field("blocked_clients", facts.BlockedClients);
        text.Field("tracking_clients", facts.TrackingClients);
        text.Field("clients_in_timeout_table", 0);
    }

    public static void Memory(InfoFacts facts, InfoText text)
    {
        text.Header("Memory");
        text.Size("used_memory", facts.ResidentBytes);
        text.Size("used_memory_rss", facts.ResidentBytes);
        text.Size("used_memory_peak", facts.PeakBytes);
        text.Field("used_memory_managed", facts.ManagedBytes);
        text.Field("managed_bytes_allocated", facts.AllocatedBytes);
        text.Field("managed_collections", string.Join(',', facts.Collections));
        text.Field("mem_clients_normal", facts.ClientBytes);
        text.Size("total_system_memory", facts.SystemBytes);
        text.Size("maxmemory", 0);
        text.Field("maxmemory_policy", "noeviction");
    }

    public static void Persistence(InfoFacts facts, InfoText text)
    {
        text.Header("Persistence");
        text.Field("loading", 0);
        text.Field("async_loading", 0);
        text.Field("rdb_changes_since_last_save", 0);
        text.Field("rdb_bgsave_in_progress", facts.IsSaving ? 1 : 0);
        text.Field("rdb_last_save_time", facts.LastSaveSeconds);
        text.Field("rdb_last_bgsave_status", facts.SaveFailed ? "err" : "ok");
        text.Field("rdb_saves", facts.Saves);
        text.Field("aof_enabled", 1);
        text.Field("aof_rewrite_in_progress", 0);
        text.Field("aof_rewrite_scheduled", 0);
        text.Field("aof_last_bgrewrite_status", "ok");
        text.Field("aof_last_write_status", facts.Binlog.Status == "ok" ? "ok" : "err");
        text.Field("aof_current_size", facts.Binlog.Segments.Sum(static segment => segment.Bytes));
        text.Field("aof_delayed_fsync", facts.Binlog.DelayedSyncs);
    }
}
