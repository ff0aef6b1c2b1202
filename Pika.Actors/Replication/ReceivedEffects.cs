using System.Buffers.Binary;
using Pika.Actors.Blocking;
using Pika.Actors.Databases;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Keyspace;
using Pika.Storage.Store;

namespace Pika.Actors.Replication;

/// <summary>
/// What a master's records mean for the state in memory: which shards must stand still while they are applied, which keys have changed, and
/// what becomes of generations, counters, ids and the history. The rows say all of it.
/// </summary>
internal sealed class ReceivedEffects(PikaNode node)
{
    /// <summary>The shards whose keys the records touch; all of them when a database gets another filling. At least one.</summary>
    public SortedSet<(int Database, int Shard)> Shards(ReceivedRecords records)
    {
        var needed = new SortedSet<(int Database, int Shard)>();
        for (int i = 0; i < records.Count; i++)
        {
            var rows = new WriteBatchReader(BinlogRecord.Batch(records[i].Span));
            while (rows.Read())
            {
                if (rows.Family == Family.System)
                {
                    if (TryDatabase(rows.Key, out _))
                    {
                        return AllShards();
                    }
                }
                else if (rows.Family != Family.Expire && rows.Key.Length >= RowKeys.MetaPrefix && DatabaseOf(rows.Key) is { } database)
                {
                    needed.Add((database.Number, database.Generation.ShardOf(BinaryPrimitives.ReadUInt16BigEndian(rows.Key[4..]))));
                }
            }
        }

        if (needed.Count == 0)
        {
            needed.Add((0, 0));
        }

        return needed;
    }

    /// <summary>Calls back for each key whose meta row is written or removed.</summary>
    public void Touch(ReceivedRecords records, TurnChanges changes)
    {
        for (int i = 0; i < records.Count; i++)
        {
            var rows = new WriteBatchReader(BinlogRecord.Batch(records[i].Span));
            while (rows.Read())
            {
                if (rows.Family == Family.Meta && rows.Operation != WriteBatchOperation.DeleteRange && DatabaseOf(rows.Key) is { } database)
                {
                    changes.Touch(database.Number, rows.Key[RowKeys.MetaPrefix..]);
                }
                else if (rows.Family == Family.System && TryDatabase(rows.Key, out int number))
                {
                    TouchAll(number, changes);
                }
            }
        }
    }

    // A database gets another filling: whatever of it is watched, or kept in a cache, may be another.
    private void TouchAll(int database, TurnChanges changes)
    {
        foreach (byte[] key in node.Watches.KeysOf(database))
        {
            changes.Touch(database, key);
        }

        if (node.Tracking.Clients > 0)
        {
            changes.Then(node.Tracking.Flushed);
        }
    }

    /// <summary>Follows the records up to an index, which are in the store now.</summary>
    public void Follow(ReceivedRecords records, ulong through)
    {
        for (int i = 0; i < records.Count; i++)
        {
            var record = new BinlogRecordView(records[i].Span);
            if (record.Index > through)
            {
                return;
            }

            FollowRows(record.Batch);
        }
    }

    /// <summary>
    /// Has those looked after who wait for a key that the records have changed, or that another filling of its database has brought. Each gets a turn of its own, once
    /// the records are in the store.
    /// </summary>
    public void Serve(ReceivedRecords records)
    {
        if (!node.Blocked.Any)
        {
            return;
        }

        var places = new HashSet<BlockedPlace>();
        for (int i = 0; i < records.Count; i++)
        {
            var rows = new WriteBatchReader(BinlogRecord.Batch(records[i].Span));
            while (rows.Read())
            {
                if (rows.Family == Family.System && TryDatabase(rows.Key, out int number))
                {
                    foreach (byte[] key in node.Blocked.KeysOf(number))
                    {
                        AddPlace(number, key, places);
                    }
                }
                else if (rows.Family == Family.Meta && rows.Operation == WriteBatchOperation.Put && DatabaseOf(rows.Key) is { } database)
                {
                    AddPlace(database.Number, rows.Key[RowKeys.MetaPrefix..], places);
                }
            }
        }

        foreach (var place in places)
        {
            node.Router.Serve(place, holding: null);
        }
    }

    // The first that waits on the key; those behind it are served with it.
    private void AddPlace(int database, ReadOnlySpan<byte> key, HashSet<BlockedPlace> places)
    {
        _found.Clear();
        node.Blocked.Find(database, key, after: 0, onlyWhenGone: false, most: 1, _found);
        places.UnionWith(_found);
    }

    private void FollowRows(ReadOnlySpan<byte> batch)
    {
        var rows = new WriteBatchReader(batch);
        while (rows.Read())
        {
            if (rows.Family == Family.System && rows.Operation == WriteBatchOperation.Put)
            {
                FollowRow(rows.Key, rows.Value);
            }
        }
    }

    private void FollowRow(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual(AppliedRow.Key))
        {
            node.FollowIds(AppliedRow.ReadIds(value));
        }
        else if (key.StartsWith(EpochRow.Prefix))
        {
            node.History = node.History.With(EpochRow.Read(key, value));
        }
        else if (key.StartsWith(RowKeys.CountPrefix))
        {
            var counted = key[RowKeys.CountPrefix.Length..];
            DatabaseOf(counted)?.Generation.Follow(BinaryPrimitives.ReadUInt16BigEndian(counted[4..]), value);
        }
        else if (key.StartsWith(RowKeys.ReclaimPrefix) && DatabaseOf(key[RowKeys.ReclaimPrefix.Length..]) is { } database)
        {
            // For the time when the node is a master: its master may not live to reclaim it.
            database.Generation.MayHaveGarbage = true;
        }
        else if (TryDatabase(key, out int number) && number < node.Databases.Count)
        {
            Refill(node.Databases[number], BinaryPrimitives.ReadUInt32BigEndian(value));
        }
    }

    // SWAPDB writes two of these rows: between them both databases have the same filling, which nobody sees, as all shards stand still.
    private void Refill(Database database, uint id)
    {
        if (database.Generation.Id == id)
        {
            return;
        }

        _swappedOut.TryGetValue(id, out var generation);
        generation ??= node.Databases.FirstOrDefault(other => other.Generation.Id == id)?.Generation;
        _swappedOut.Clear();
        _swappedOut[database.Generation.Id] = database.Generation;
        database.Generation = generation ?? new Generation(id, database.Generation.Shards);
    }

    private readonly List<BlockedPlace> _found = [];

    /// <summary>The filling that a database has just given away: the next row may give it to another.</summary>
    private readonly Dictionary<uint, Generation> _swappedOut = [];

    private SortedSet<(int Database, int Shard)> AllShards() =>
        [
            .. node.Databases.SelectMany(database =>
                Enumerable.Range(0, database.Generation.Shards).Select(shard => (database.Number, shard))
            ),
        ];

    // A node has 16 databases, and most records are of the first.
    private Database? DatabaseOf(ReadOnlySpan<byte> rowKey)
    {
        uint generation = BinaryPrimitives.ReadUInt32BigEndian(rowKey);
        foreach (var database in node.Databases)
        {
            if (database.Generation.Id == generation)
            {
                return database;
            }
        }

        return null;
    }

    private static bool TryDatabase(ReadOnlySpan<byte> key, out int number)
    {
        bool isDatabase = key.Length == RowKeys.DatabasePrefix.Length + sizeof(ushort) && key.StartsWith(RowKeys.DatabasePrefix);
        number = isDatabase ? BinaryPrimitives.ReadUInt16BigEndian(key[RowKeys.DatabasePrefix.Length..]) : -1;
        return isDatabase;
    }
}
