using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Rows that no key refers to: the rows of one version of a value, or with version 0 all rows of a generation that its database has
/// dropped.
/// </summary>
public sealed record Garbage(int Database, uint Generation, ushort Slot, ulong Version);

/// <summary>What waits in the system rows to be removed, and its removal.</summary>
public static class ReclaimQueue
{
    /// <summary>
    /// Up to this many rows are removed one by one; a value with more is removed by a range, which costs the same for any size but
    /// makes every read across it a little slower until compaction.
    /// </summary>
    private const int PointDeletes = 512;

    private static readonly Family[] ValueFamilies = [Family.Data, Family.Score];

    /// <summary>The next piece for a database: first dropped generations, then versions in its present one. Null when there is none.</summary>
    public static Garbage? Next(IStore store, int database, uint generation) =>
        NextDropped(store, database) ?? NextVersion(store, database, generation);

    /// <summary>Removes a piece and takes it off the queue, in a turn.</summary>
    public static void Remove(Turn turn, Garbage garbage)
    {
        if (garbage.Version == 0)
        {
            RemoveGeneration(turn, garbage);
        }
        else
        {
            RemoveVersion(turn, garbage);
        }
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
            BinaryPrimitives.ReadUInt64BigEndian(rest[2..])
        );
    }

    private static void RemoveVersion(Turn turn, Garbage garbage)
    {
        Span<byte> from = stackalloc byte[RowKeys.DataPrefix];
        Span<byte> to = stackalloc byte[RowKeys.DataPrefix];
        RowKeys.WriteData(from, garbage.Generation, garbage.Slot, garbage.Version);
        RowKeys.WriteData(to, garbage.Generation, garbage.Slot, garbage.Version + 1);
        foreach (var family in ValueFamilies)
        {
            RemoveRange(turn, family, from, to);
        }

        Span<byte> queued = stackalloc byte[RowKeys.ReclaimPrefix.Length + RowKeys.DataPrefix];
        RowKeys.WriteReclaim(queued, garbage.Generation, garbage.Slot, garbage.Version);
        turn.Delete(Family.System, queued);
    }

    private static void RemoveRange(Turn turn, Family family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        using var rows = turn.Store.Iterate(family, from, to, ReadTier.All, null);
        int count = 0;
        for (rows.SeekToFirst(); rows.Valid && count <= PointDeletes; rows.Next())
        {
            count++;
        }

        if (count > PointDeletes)
        {
            turn.DeleteUnreadRange(family, from, to);
            return;
        }

        for (rows.SeekToFirst(); rows.Valid; rows.Next())
        {
            turn.Delete(family, rows.Key);
        }
    }

    private static void RemoveGeneration(Turn turn, Garbage garbage)
    {
        Span<byte> from = stackalloc byte[sizeof(uint)];
        Span<byte> to = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(from, garbage.Generation);
        BinaryPrimitives.WriteUInt32BigEndian(to, garbage.Generation + 1);
        foreach (var family in (ReadOnlySpan<Family>)[Family.Meta, Family.Data, Family.Score, Family.Expire])
        {
            turn.DeleteUnreadRange(family, from, to);
        }

        turn.DeleteUnreadRange(Family.System, [.. RowKeys.ReclaimPrefix, .. from], [.. RowKeys.ReclaimPrefix, .. to]);
        turn.DeleteUnreadRange(Family.System, [.. RowKeys.CountPrefix, .. from], [.. RowKeys.CountPrefix, .. to]);
        turn.Delete(Family.System, RowKeys.Dropped(garbage.Database, garbage.Generation));
    }
}
