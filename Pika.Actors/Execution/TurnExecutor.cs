using Pika.Actors.Clients;
using Pika.Actors.Databases;
using Pika.Actors.Node;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Execution;

/// <summary>Runs batches against one turn: pure execution, for whichever actor is the writer.</summary>
internal sealed class TurnExecutor
{
    private readonly PikaNode _node;
    private readonly Keyspace _keyspace;
    private readonly CommandContext _context;

    /// <summary>An executor over an empty turn.</summary>
    public TurnExecutor(PikaNode node, Turn turn)
    {
        (_node, Turn) = (node, turn);
        Turn.Changes.Listener = node.Changes;
        _keyspace = new Keyspace(turn);
        _context = new CommandContext(node, _keyspace) { Turn = turn };
    }

    /// <summary>The effects so far.</summary>
    public Turn Turn { get; }

    /// <summary>Runs a batch. False: a read needs a disk that the tier forbids, so everything in the turn is void.</summary>
    public bool TryRun(CommandBatch batch, ReadTier tier)
    {
        _keyspace.Tier = tier;
        long now = _node.NowMs();
        return batch.IsTransaction ? TryRunTransaction(batch, now) : TryRunAll(batch, now);
    }

    /// <summary>Removes those of the keys whose time has come. False as for <see cref="TryRun"/>.</summary>
    public bool TryExpire(Database database, IReadOnlyList<byte[]> keys, ReadTier tier)
    {
        _keyspace.Tier = tier;
        _keyspace.Open(database.Number, database.Generation, _node.NowMs());
        foreach (byte[] key in keys)
        {
            // A look in a turn removes an expired key.
            _keyspace.Find(key).Dispose();
        }

        return !_keyspace.Incomplete;
    }

    /// <summary>The turn is executed to its end: its hits and misses count.</summary>
    public void AddCounts() => _node.Statistics.AddKeyspace(_keyspace);

    /// <summary>Forgets the turn, its hits and misses included: it is run again, or never.</summary>
    public void Void()
    {
        Turn.Clear();
        _ = _keyspace.TakeCounts();
    }

    private bool TryRunAll(CommandBatch batch, long now)
    {
        for (int i = 0; i < batch.Commands.Count; i++)
        {
            var (replyMark, turnMark) = (batch.Reply.Length, Turn.Mark());
            if (TryRunOne(batch, batch.Commands[i], now))
            {
                continue;
            }

            if (batch.IsTransaction || batch.Commands[i].Command.Execution != Protocol.Execution.TurnRead)
            {
                return false;
            }

            // Only this read needs the pool; its shard need not wait for it.
            Turn.Rollback(turnMark);
            batch.Reply.Truncate(replyMark);
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

        batch.Hold += _context.Hold;
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
