using Pika.Actors.Replication;
using Pika.Actors.Replication.FullSync;
using Pika.Storage.Binlog;

namespace Pika.Actors.Information;

/// <summary>INFO's section on replication: Redis's fields, in Redis's order, and then Pika's and our own. Offsets are indexes of records.</summary>
internal static class InfoReplicationSection
{
    private const string NoReplicationId = "0000000000000000000000000000000000000000";

    public static void Write(InfoFacts facts, InfoText text)
    {
        var replication = facts.Replication;
        text.Header("Replication");
        text.Field("role", replication.Master is null ? "master" : "slave");
        if (replication.Master is { } master)
        {
            Master(facts, master, text);
        }

        Slaves(facts, text);
        text.Field("master_failover_state", replication.FailoverState);
        History(facts, text);
        Away(facts, text);
        FullSyncs(facts.FullSyncs, text);
        text.Field("pubsub_messages_not_passed", facts.MessagesNotPassed);
    }

    private static void Master(InfoFacts facts, MasterFacts master, InfoText text)
    {
        long now = facts.SteadyMs;
        long index = (long)facts.Binlog.End.Last.Index;
        bool isUp = master.State == MasterLinkState.Connected;
        text.Field("master_host", master.Host);
        text.Field("master_port", master.Port);
        text.Field("master_link_status", isUp ? "up" : "down");
        text.Field("master_last_io_seconds_ago", isUp ? Math.Max(0, now - master.LastIoMs) / 1000 : -1);
        text.Field("master_sync_in_progress", master.State is MasterLinkState.TryDbSync or MasterLinkState.WaitDbSync ? 1 : 0);
        text.Field("slave_read_repl_offset", index);
        text.Field("slave_repl_offset", index);
        if (master.State == MasterLinkState.WaitDbSync)
        {
            text.Field("master_sync_total_bytes", master.SyncTotalBytes);
            text.Field("master_sync_read_bytes", master.SyncReadBytes);
            text.Field("master_sync_left_bytes", master.SyncTotalBytes - master.SyncReadBytes);
            text.Field("master_sync_perc", $"{(master.SyncTotalBytes == 0 ? 0 : 100.0 * master.SyncReadBytes / master.SyncTotalBytes):F2}");
            text.Field("master_sync_last_io_seconds_ago", Math.Max(0, now - master.LastIoMs) / 1000);
        }

        if (!isUp)
        {
            text.Field("master_link_down_since_seconds", Math.Max(0, now - master.SinceMs) / 1000);
        }

        text.Field("slave_priority", master.IsIncomplete ? 0 : facts.ReplicaPriority);
        text.Field("slave_read_only", 1);
        text.Field("replica_announced", 1);
        text.Field("repl_connect_status", StatusOf(master.State));
        text.Field("is_eligible_for_master_election", master.IsIncomplete ? "false" : "true");
        text.Field("master_link_problem", InfoText.OneLine(master.Problem));
        text.Field("master_link_retries", master.Retries);
        text.Field("master_sync_last_failure", InfoText.OneLine(master.SyncFailure));
        text.Field("divergent_tail_file", master.DivergentTailFile);
    }

    private static void Slaves(InfoFacts facts, InfoText text)
    {
        var connected = facts.Replication.Slaves.Where(static slave => slave.IsConnected).ToList();
        text.Field("connected_slaves", connected.Count);
        for (int i = 0; i < connected.Count; i++)
        {
            text.Field($"slave{i}", SlaveOf(facts, connected[i]));
        }
    }

    // Not among the slaves, which tools take for replicas that can be used.
    private static void Away(InfoFacts facts, InfoText text)
    {
        var away = facts.Replication.Slaves.Where(static slave => !slave.IsConnected).ToList();
        text.Field("away_slaves", away.Count);
        for (int i = 0; i < away.Count; i++)
        {
            text.Field($"away_slave{i}", SlaveOf(facts, away[i]));
        }
    }

    private static void FullSyncs(BgsaveFacts syncs, InfoText text)
    {
        text.Field("full_syncs_running", syncs.Taking);
        text.Field("full_syncs_waiting", syncs.Waiting);
        text.Field("full_sync_checkpoints", syncs.Checkpoints);
        text.Field("full_sync_checkpoints_made", syncs.Made);
        text.Field("full_sync_checkpoints_failed", syncs.Failed);
        text.Field("full_sync_last_failure", InfoText.OneLine(syncs.LastFailure));
    }

    private static string SlaveOf(InfoFacts facts, SlaveFacts slave)
    {
        long now = facts.SteadyMs;
        string state = slave.State switch
        {
            _ when !slave.IsConnected => "away",
            SlaveState.BinlogSync => "online",
            SlaveState.DbSync when slave.SyncTotalBytes == 0 => "wait_bgsave",
            SlaveState.DbSync => "send_bulk",
            _ => "handshake",
        };
        ulong end = facts.Binlog.End.Last.Index;
        string line =
            $"ip={slave.Host},port={slave.Port},state={state},offset={slave.Applied},lag={Math.Max(0, now - slave.LastAckMs) / 1000}"
            + $",lag_records={end - Math.Min(end, slave.Applied)},lag_bytes={slave.LagBytes},durable={slave.Durable},node={slave.NodeId}";
        if (slave.State == SlaveState.DbSync)
        {
            line += $",queue={slave.QueuePosition},sync_total_bytes={slave.SyncTotalBytes},sync_sent_bytes={slave.SyncSentBytes}";
        }

        if (slave.Pin is { } pin)
        {
            line +=
                $",pin_index={pin.Index},pin_since={(now - pin.SinceMs) / 1000},pin_held_bytes={PurgePlan.BytesHeld(facts.Binlog.Segments, pin.Index)}"
                + $",pin_expires={Math.Max(0, pin.MovedMs + pin.MaxMs - now) / 1000},log_seconds_left={facts.Binlog.SecondsLeft(pin, now)}";
        }

        // A comma would look like another field.
        return slave.Problem.Length > 0 ? line + $",problem={InfoText.OneLine(slave.Problem).Replace(',', ';')}" : line;
    }

    private static void History(InfoFacts facts, InfoText text)
    {
        var (current, previous) = (facts.History.Current, facts.History.Previous);
        var log = facts.Binlog;
        long first = log.Segments.Count == 0 ? 0 : (long)log.Segments[0].FirstIndex;
        long last = (long)log.End.Last.Index;
        text.Field("master_replid", current?.Id ?? NoReplicationId);
        text.Field("master_replid2", previous?.Id ?? NoReplicationId);
        text.Field("master_repl_offset", last);
        text.Field("second_repl_offset", previous is null ? -1 : (long)current!.FirstIndex);
        text.Field("repl_backlog_active", 1);
        text.Field("repl_backlog_size", log.Segments.Sum(static segment => segment.Bytes));
        text.Field("repl_backlog_first_byte_offset", first);
        text.Field("repl_backlog_histlen", last - first + 1);
    }

    private static string StatusOf(MasterLinkState state) =>
        state switch
        {
            MasterLinkState.NoConnect => "no_connect",
            MasterLinkState.TryConnect => "connecting",
            MasterLinkState.TryDbSync => "try_to_full_sync",
            MasterLinkState.WaitDbSync => "syncing_full",
            MasterLinkState.Connected => "connected",
            _ => "error",
        };
}
