using Pika.Actors.Blocking;
using Pika.Actors.Clients;
using Pika.Actors.Databases;
using Pika.Actors.Migration;
using Pika.Actors.Node;
using Pika.Actors.Tracking;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Execution;

/// <summary>Runs batches against one turn: pure execution, for whichever actor is the writer.</summary>
internal sealed class TurnExecutor
{
    private readonly PikaNode _node;
    private readonly Keyspace _keyspace;
    private readonly CommandContext _context;
    private readonly TurnBlocking _blocking;

    /// <summary>An executor over an empty turn.</summary>
    public TurnExecutor(PikaNode node, Turn turn)
    {
        (_node, Turn) = (node, turn);
        Turn.Changes.Listener = node.Changes;
        _keyspace = new Keyspace(turn);
        _blocking = new TurnBlocking(node, turn, new CommandContext(node, _keyspace) { Turn = turn });
        _context = new CommandContext(node, _keyspace) { Turn = turn, Blocking = _blocking };
    }

    /// <summary>The effects so far.</summary>
    public Turn Turn { get; }

    /// <summary>
    /// Runs a batch, or the rest of one that stopped. False: a read needs a disk that the tier forbids, so everything in the turn is void, unless the batch
    /// <see cref="CommandBatch.Resumes"/>.
    /// </summary>
    public bool TryRun(CommandBatch batch, ReadTier tier)
    {
        long now = Begin(tier);
        int from = Turn.Changes.Count;
        return batch.IsTransaction ? TryRunTransaction(batch, now) && _blocking.TryServe(from, now) : TryRunAll(batch, now);
    }

    /// <summary>Removes those of the keys whose time has come. False as for <see cref="TryRun"/>.</summary>
    public bool TryExpire(Database database, IReadOnlyList<byte[]> keys, ReadTier tier)
    {
        long now = Begin(tier);
        int from = Turn.Changes.Count;
        _keyspace.Open(database.Number, database.Generation, now);
        Turn.Changes.Source = 0;
        foreach (byte[] key in keys)
        {
            // A look in a turn removes an expired key.
            _keyspace.Find(key).Dispose();
        }

        return !_keyspace.Incomplete && _blocking.TryServe(from, now);
    }

    /// <summary>Begins to watch keys that are about to be read and sent away.</summary>
    public void WatchMigrating(Database database, IReadOnlyList<MigratingKey> keys)
    {
        foreach (var key in keys)
        {
            Turn.Changes.Then(() => _node.Watches.Watch(key.Watch, new WatchedKey(database.Number, key.Name), expired: false));
        }
    }

    /// <summary>Removes keys that another server has taken, but not those that were changed since they were read. False as for <see cref="TryRun"/>.</summary>
    public bool TryRemoveMigrated(Database database, IReadOnlyList<MigratingKey> keys, long source, ReadTier tier)
    {
        _keyspace.Tier = tier;
        long now = _node.NowMs();
        int from = Turn.Changes.Count;
        _keyspace.Open(database.Number, Turn.GenerationOf(database.Number) ?? database.Generation, now);
        Turn.Changes.Source = source;
        foreach (var key in keys)
        {
            // Before the look: it touches a key whose time has come. And before any removal: a key may stand among them twice.
            bool touched = key.Watch.Dirty || Turn.Changes.HasTouched(database.Number, key.Name);
            using var row = _keyspace.Find(key.Name);
            key.Changed = touched && (row.Exists || !key.HasExpired(now));
        }

        foreach (var key in keys)
        {
            using var row = _keyspace.Find(key.Name);
            if (row.Exists && !key.Changed)
            {
                _keyspace.Remove(key.Name, row);
                _keyspace.Notify(NotifyEvent.Generic, "del"u8, key.Name);
            }
        }

        return !_keyspace.Incomplete && _blocking.TryServe(from, now);
    }

    /// <summary>Serves clients that wait on a key. False as for <see cref="TryRun"/>.</summary>
    public bool TryServe(ServeWork work, ReadTier tier)
    {
        long now = Begin(tier);
        int from = Turn.Changes.Count;
        var client = work.Place.Client;
        _blocking.Holding = work.Holding;
        bool served = _blocking.TryServeKey(client.Database, client.Request[work.Place.Key], now) && _blocking.TryServe(from, now);
        _blocking.Holding = null;
        return served;
    }

    private long Begin(ReadTier tier)
    {
        _keyspace.Tier = tier;
        _keyspace.RemovesExpired = !_node.Replication.IsReplica;
        return _node.DataClock.NowMs();
    }

    /// <summary>The turn is executed to its end: its hits and misses count.</summary>
    public void AddCounts() => _node.Statistics.AddKeyspace(_keyspace);

    /// <summary>The turn is in the log and the store, or has nothing for them: what it has changed is there for all.</summary>
    public void Committed()
    {
        Turn.Committed();
        _blocking.Show();
    }

    /// <summary>Answers the clients of other turns that the committed turn has served; those of its own come before.</summary>
    public void AnswerServed() => _blocking.Answer();

    /// <summary>Those of other turns whom the turn has served are going to be told this error instead.</summary>
    public void RefuseServed(string error) => _blocking.RefuseServed(error);

    /// <summary>Forgets the turn, its hits and misses included: it is run again, or never.</summary>
    public void Void()
    {
        Turn.Clear();
        _blocking.Void();
        _keyspace.Sightings.Counts = default;
    }

    private bool TryRunAll(CommandBatch batch, long now)
    {
        int first = batch.ResumesAt ?? 0;
        batch.ResumesAt = null;
        for (int i = first; i < batch.Commands.Count; i++)
        {
            var (replyMark, turnMark, counts) = (batch.Reply.Length, Turn.Mark(), _keyspace.Sightings.Counts);
            int from = Turn.Changes.Count;
            if (TryRunOne(batch, batch.Commands[i], now))
            {
                if (!batch.IsTransaction && !_blocking.TryServe(from, now))
                {
                    return false;
                }

                continue;
            }

            // A read that finds nothing and then waits for it must not miss what comes in between.
            if (batch.IsTransaction || batch.Commands[i].Command.Is(CommandFlags.Blocking))
            {
                return false;
            }

            Turn.Rollback(turnMark);
            batch.Reply.Truncate(replyMark);
            _keyspace.Sightings.Counts = counts;
            if (batch.Commands[i].Command.Execution != Protocol.Execution.TurnRead)
            {
                batch.ResumesAt = i;
                return false;
            }

            // Only this read needs the pool; its shard need not wait for it.
            batch.StoppedAt = i;
            return true;
        }

        return true;
    }

    private bool TryRunTransaction(CommandBatch batch, long now)
    {
        if (WatchedKeyChanged(batch.Client, now))
        {
            batch.Reply.NullArray();
            return !_keyspace.Incomplete;
        }

        batch.Reply.Array(batch.Commands.Count);
        return TryRunAll(batch, now);
    }

    private bool TryRunOne(CommandBatch batch, QueuedCommand queued, long now)
    {
        int replyMark = batch.Reply.Length;
        var turnMark = Turn.Mark();
        _context.Begin(queued.Command, queued.Request, batch.Client, batch.Reply, now);
        _context.MayBlock = !batch.IsTransaction;
        Turn.Changes.Source = batch.Client.Id;
        long started = CommandAccounting.Start(_node);
        try
        {
            CommandHandlers.Of(queued.Command)(_context);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Turn.Rollback(turnMark);
            batch.Reply.Truncate(replyMark);
            batch.Reply.Error(_node.Describe(failure, queued.Command.FullName));
        }

        if (_keyspace.Incomplete)
        {
            return false;
        }

        batch.Hold = batch.Hold.And(_context.Hold);
        if (_node.Monitors.Any)
        {
            CommandAccounting.Show(_node, queued.Command, queued.Request, batch.Client, Turn.Changes);
        }

        if (batch.Client.Tracking is { Mode: not null })
        {
            TrackedReads.RememberInTurn(_node.Tracking, Turn.Changes, queued, batch.Client);
        }

        if (_context.Blocked is { } blocked)
        {
            batch.Blocked = blocked;
            CommandAccounting.Blocked(_node, queued.Command, started);
            return true;
        }

        CommandAccounting.Finish(_node, queued.Command, queued.Request, batch.Client, batch.Reply, replyMark, started);
        return true;
    }

    // A watched key that has expired since counts as changed, one that had expired already when it was watched does not.
    private bool WatchedKeyChanged(Client client, long now)
    {
        if (client.Transaction.Watched is not { } watched)
        {
            return false;
        }

        foreach (var (key, expiredBefore) in watched.Keys)
        {
            var database = _node.Databases[key.Database];
            _keyspace.Open(database.Number, database.Generation, now);
            bool hasExpired = !expiredBefore && _keyspace.HasExpired(key.Key);
            if (hasExpired || Turn.Changes.HasTouched(key.Database, key.Key) || _keyspace.Incomplete)
            {
                return true;
            }
        }

        return watched.Dirty;
    }
}
