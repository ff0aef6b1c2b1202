using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Rows that no key refers to: the rows of one version of a value, or with version 0 all rows of a generation that its database has
/// dropped.
/// </summary>
/// <param name="Rows">About how many rows the version has, as far as it is known; 0 if it is not.</param>
public sealed record Garbage(int Database, uint Generation, ushort Slot, ulong Version, long Rows = 0)
{
    /// <summary>The families in which there may be such rows.</summary>
    public ReadOnlySpan<Family> Families =>
        Version == 0 ? [Family.Meta, Family.Data, Family.Score, Family.Expire] : [Family.Data, Family.Score];

    /// <summary>The first key of the range in which all of them lie, and the first key behind it.</summary>
    public (byte[] From, byte[] To) Range()
    {
        byte[] from = new byte[Version == 0 ? sizeof(uint) : RowKeys.DataPrefix];
        byte[] to = new byte[from.Length];
        if (Version == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(from, Generation);
            BinaryPrimitives.WriteUInt32BigEndian(to, Generation + 1);
        }
        else
        {
            RowKeys.WriteData(from, Generation, Slot, Version);
            RowKeys.WriteData(to, Generation, Slot, Version + 1);
        }

        return (from, to);
    }
}

/// <summary>What waits in the system rows to be removed, and its removal.</summary>
public static class ReclaimQueue
{
    /// <summary>
    /// Up to this many rows are removed one by one; a value with more is removed by a range, which costs the same for any size but
    /// makes every read across it a little slower until compaction.
    /// </summary>
    private const int PointDeletes = 512;

    /// <summary>The next piece for a database: first dropped generations, then versions in its present one. Null when there is none.</summary>
    public static Garbage? Next(IStore store, int database, uint generation) =>
        NextDropped(store, database) ?? NextVersion(store, database, generation);

    /// <summary>Removes a piece and takes it off the queue, in a turn.</summary>
    /// <returns>Whether a range was removed, whose space is not free before the store is compacted there.</returns>
    public static bool Remove(Turn turn, Garbage garbage)
    {
        var (from, to) = garbage.Range();
        bool removedRange = false;
        foreach (var family in garbage.Families)
        {
            removedRange |= RemoveRange(turn, family, from, to, isBig: garbage.Version == 0 || garbage.Rows > PointDeletes);
        }

        if (garbage.Version == 0)
        {
            RemoveSystemRows(turn, garbage, from, to);
        }
        else
        {
            turn.Delete(Family.System, [.. RowKeys.ReclaimPrefix, .. from]);
        }

        return removedRange;
    }

    private static Garbage? NextDropped(IStore store, int database)
    {
        byte[] prefix = RowKeys.DroppedBy(database);
        using var rows = store.Iterate(Family.System, prefix, RowKeys.DroppedEnd, ReadTier.All, null);
        rows.SeekToFirst();
        return rows.Valid && rows.Key.StartsWith(prefix)
            ? new Garbage(database, BinaryPrimitives.ReadUInt32BigEndian(rows.Key[prefix.Length..]), 0, 0)
            : null;
    }

    private static Garbage? NextVersion(IStore store, int database, uint generation)
    {
        Span<byte> prefix = stackalloc byte[RowKeys.ReclaimPrefix.Length + sizeof(uint)];
        RowKeys.ReclaimPrefix.CopyTo(prefix);
        BinaryPrimitives.WriteUInt32BigEndian(prefix[RowKeys.ReclaimPrefix.Length..], generation);
        using var rows = store.Iterate(Family.System, prefix, RowKeys.ReclaimEnd, ReadTier.All, null);
        rows.SeekToFirst();
        if (!rows.Valid || !rows.Key.StartsWith(prefix))
        {
            return null;
        }

        var rest = rows.Key[prefix.Length..];
        return new Garbage(
            database,
            generation,
            BinaryPrimitives.ReadUInt16BigEndian(rest),
            BinaryPrimitives.ReadUInt64BigEndian(rest[2..]),
            rows.Value.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64LittleEndian(rows.Value)
        );
    }

    // A big one is not walked: its rows may be in memory, millions of them in no order.
    private static bool RemoveRange(Turn turn, Family family, byte[] from, byte[] to, bool isBig)
    {
        if (isBig || !TryRemoveOneByOne(turn, family, from, to))
        {
            turn.DeleteUnreadRange(family, from, to);
            return true;
        }

        return false;
    }

    private static bool TryRemoveOneByOne(Turn turn, Family family, byte[] from, byte[] to)
    {
        using var rows = turn.Store.Iterate(family, from, to, ReadTier.All, null);
        int count = 0;
        for (rows.SeekToFirst(); rows.Valid && count <= PointDeletes; rows.Next())
        {
            count++;
        }

        if (count > PointDeletes)
        {
            return false;
        }

        for (rows.SeekToFirst(); rows.Valid; rows.Next())
        {
            turn.Delete(family, rows.Key);
        }

        return true;
    }

    private static void RemoveSystemRows(Turn turn, Garbage garbage, byte[] from, byte[] to)
    {
        turn.DeleteUnreadRange(Family.System, [.. RowKeys.ReclaimPrefix, .. from], [.. RowKeys.ReclaimPrefix, .. to]);
        turn.DeleteUnreadRange(Family.System, [.. RowKeys.CountPrefix, .. from], [.. RowKeys.CountPrefix, .. to]);
        turn.Delete(Family.System, RowKeys.Dropped(garbage.Database, garbage.Generation));
    }
}
