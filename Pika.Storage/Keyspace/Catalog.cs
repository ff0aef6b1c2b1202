using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>Reads at start which generation each database has and how many keys are in it, from the system rows.</summary>
public static class Catalog
{
    /// <summary>Generations below this are those that the databases begin with, by their numbers; new ones come after it.</summary>
    public const uint FirstNewGeneration = 1 << 16;

    /// <summary>The present generation of each database.</summary>
    public static Generation[] Load(IStore store, int databases, int shards)
    {
        var generations = new Generation[databases];
        for (int i = 0; i < databases; i++)
        {
            bool found = store.Get(Family.System, RowKeys.Database(i), ReadTier.All, null, out var row) == ReadStatus.Found;
            generations[i] = new Generation(GenerationOf(i, found, row), shards);
        }

        RestoreCounts(store, generations);
        return generations;
    }

    /// <summary>The id of a database's generation in the state that the view shows, pinned or with a turn's changes.</summary>
    public static uint GenerationOf(Keyspace keyspace, int database)
    {
        bool found = keyspace.TryGet(Family.System, RowKeys.Database(database), out var row);
        return GenerationOf(database, found, row);
    }

    /// <summary>Writes that a database has another generation from now on; part of a turn that holds all its shards.</summary>
    public static void PutGeneration(Turn turn, int database, uint generation) =>
        BinaryPrimitives.WriteUInt32BigEndian(turn.Put(Family.System, RowKeys.Database(database), sizeof(uint)), generation);

    private static uint GenerationOf(int database, bool found, Row row)
    {
        if (!found)
        {
            return (uint)database;
        }

        uint generation = BinaryPrimitives.ReadUInt32BigEndian(row.Value);
        row.Dispose();
        return generation;
    }

    private static void RestoreCounts(IStore store, Generation[] generations)
    {
        var byId = generations.ToDictionary(generation => generation.Id);
        using var rows = store.Iterate(Family.System, RowKeys.CountPrefix, default, ReadTier.All, null);
        for (rows.SeekToFirst(); rows.Valid && rows.Key.StartsWith(RowKeys.CountPrefix); rows.Next())
        {
            var key = rows.Key[RowKeys.CountPrefix.Length..];
            if (byId.TryGetValue(BinaryPrimitives.ReadUInt32BigEndian(key), out var generation))
            {
                generation.Follow(BinaryPrimitives.ReadUInt16BigEndian(key[4..]), rows.Value);
            }
        }
    }
}
