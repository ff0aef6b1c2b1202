using System.Text;
using Pika.Actors.Databases;
using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>
/// The commands on whole databases. A flush or a swap gives a database another generation: a small row in the log, whatever the
/// number of keys. They hold all shards that they concern.
/// </summary>
internal static class DatabaseCommands
{
    /// <summary>DBSIZE</summary>
    public static void DbSize(CommandContext c) => c.Reply.Integer(c.Keyspace.KeyCount);

    /// <summary>FLUSHDB [ASYNC | SYNC]: both are the same here, since the space is reclaimed in the background anyway.</summary>
    public static void FlushDb(CommandContext c)
    {
        if (IsFlushMode(c))
        {
            Flush(c, c.Client.Database);
            TellFlushed(c);
            c.Reply.Ok();
        }
    }

    /// <summary>FLUSHALL [ASYNC | SYNC]</summary>
    public static void FlushAll(CommandContext c)
    {
        if (!IsFlushMode(c))
        {
            return;
        }

        foreach (var database in c.Node.Databases)
        {
            Flush(c, database);
        }

        TellFlushed(c);
        c.Reply.Ok();
    }

    /// <summary>SWAPDB index1 index2</summary>
    public static void SwapDb(CommandContext c)
    {
        if (
            !c.TryInteger(1, int.MinValue, int.MaxValue, out long first, "ERR invalid first DB index")
            || !c.TryInteger(2, int.MinValue, int.MaxValue, out long second, "ERR invalid second DB index")
        )
        {
            return;
        }

        if (Math.Min(first, second) < 0 || Math.Max(first, second) >= c.Node.Databases.Count)
        {
            c.Error("ERR DB index is out of range");
            return;
        }

        Swap(c, c.Node.Databases[(int)first], c.Node.Databases[(int)second]);
        c.Reply.Ok();
    }

    private static bool IsFlushMode(CommandContext c)
    {
        if (c.Count == 1 || (c.Count == 2 && (Ascii.EqualsIgnoreCase(c[1], "sync"u8) || Ascii.EqualsIgnoreCase(c[1], "async"u8))))
        {
            return true;
        }

        c.Error("ERR syntax error");
        return false;
    }

    private static void TellFlushed(CommandContext c)
    {
        var tracking = c.Node.Tracking;
        if (tracking.Clients > 0)
        {
            c.Turn!.Changes.Then(tracking.Flushed);
        }
    }

    private static void Flush(CommandContext c, Database database)
    {
        var turn = c.Turn!;
        var old = turn.GenerationOf(database.Number) ?? database.Generation;
        if (old.Keys + turn.Counted(old).Keys == 0)
        {
            return;
        }

        TouchWatched(c, database.Number, old);
        turn.Drop(database.Number, old);
        Replace(c, database, new Generation(turn.Ids.NextGeneration(), old.Shards));
    }

    private static void Swap(CommandContext c, Database first, Database second)
    {
        if (first == second)
        {
            return;
        }

        var turn = c.Turn!;
        var (left, right) = (turn.GenerationOf(first.Number) ?? first.Generation, turn.GenerationOf(second.Number) ?? second.Generation);
        foreach (var generation in (ReadOnlySpan<Generation>)[left, right])
        {
            TouchWatched(c, first.Number, generation);
            TouchWatched(c, second.Number, generation);
        }

        Replace(c, first, right);
        Replace(c, second, left);
    }

    private static void Replace(CommandContext c, Database database, Generation generation)
    {
        c.Turn!.Replace(database.Number, generation);
        c.Turn.OnCommit(() => database.Generation = generation);
    }

    // A key that somebody watches or waits on, and that is in the generation which goes or comes, is about to change.
    private static void TouchWatched(CommandContext c, int database, Generation generation)
    {
        foreach (byte[] key in c.Node.Watches.KeysOf(database).Concat(c.Node.Blocked.KeysOf(database)))
        {
            using var row = c.Keyspace.Beside(database, generation).Find(key);
            if (row.Exists)
            {
                c.Turn!.Changes.Touch(database, key);
            }
        }
    }
}
