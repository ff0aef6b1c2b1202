using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// What a key takes in the store before compression: the bytes of its rows, of which some are read and the others are taken to be like them. Elements of hashes, sets and
/// sorted sets stand in the order of their hashes, so that the first are a fair sample; of a list some are taken from either end.
/// </summary>
public static class ValueSize
{
    /// <summary>What a row takes beside the bytes of its key and value: RocksDB's number and kind of the change, and three lengths.</summary>
    private const int RowCost = 8 + 3;

    /// <summary>Estimates a key's size in bytes. Void when it leaves the view <see cref="Keyspace.Incomplete"/>.</summary>
    /// <param name="samples">The most elements to look at, above 0; also the most groups of a stream, and the most consumers of each.</param>
    public static long Estimate(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long samples)
    {
        long own = Row(
            RowKeys.MetaPrefix + key.Length,
            KeyRow.HeaderSize(row.ExpireAt == 0 ? (byte)0 : KeyRow.HasExpiry) + row.Body.Length
        );
        long expiry = row.ExpireAt == 0 ? 0 : Row(RowKeys.ExpirePrefix + key.Length, 0);
        return own + expiry + (row.Versioned ? OfRows(keyspace, key, row, samples) : 0);
    }

    private static long OfRows(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long samples) =>
        row.Type switch
        {
            ValueType.String => OfChunks(keyspace, key, row, samples),
            ValueType.List => OfElements(keyspace, key, row, samples),
            ValueType.Stream => OfEntries(keyspace, key, row, samples) + StreamSize.OfGroups(keyspace, key, row.Version, samples),
            ValueType.Zset => OfMembers(keyspace, key, row, samples),
            _ => Sample(keyspace, key, row, samples, Row(ElementRows.KeyPrefix, 0)),
        };

    /// <summary>What a row of that many bytes takes.</summary>
    internal static long Row(int key, int value) => RowCost + key + value;

    /// <summary>The bytes of all when <paramref name="looked"/> of them have <paramref name="bytes"/>.</summary>
    internal static long Extend(long bytes, long looked, long all) =>
        looked == all ? bytes
        : looked == 0 ? 0
        : (long)((double)bytes / looked * all);

    // A hash, or a set: a row for each element, and a fixed part.
    private static long Sample(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long samples, long fixedPart)
    {
        long wanted = Math.Min(samples, row.Size);
        if (!ElementRows.MayVisit(keyspace, wanted))
        {
            return 0;
        }

        using var walk = new ElementRows(keyspace, key, row.Version).Walk();
        long bytes = 0;
        long looked = 0;
        for (bool any = walk.SeekToFirst(); any && looked < wanted; any = looked < wanted && walk.Next())
        {
            bytes += fixedPart + walk.Element.Length + walk.Value.Length;
            looked++;
        }

        return Extend(bytes, looked, row.Size);
    }

    // The member is in the key of its row and in that of its entry, which has the score instead of a hash, in the key instead of the value.
    private static long OfMembers(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long samples)
    {
        long members = Sample(keyspace, key, row, samples, Row(ElementRows.KeyPrefix, 0));
        long entries = members + (row.Size * (1 + SortableScore.Size - ElementHash.Size - sizeof(double)));
        return row.Size == 0 ? 0 : members + entries + (ZsetHead.Of(row).Blocks * ((entries / row.Size) + sizeof(int)));
    }

    private static long OfElements(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long samples)
    {
        long wanted = Math.Min(samples, row.Size);
        if (!keyspace.MayProcess(Math.Min(wanted, int.MaxValue) * ListWalk.RowBytes))
        {
            return 0;
        }

        long atTail = wanted == row.Size ? 0 : wanted / 2;
        long bytes = OfWalk(new ListWalk(keyspace, key, row, 0, wanted - atTail));
        bytes += atTail == 0 ? 0 : OfWalk(new ListWalk(keyspace, key, row, row.Size - 1, atTail, backwards: true));
        return Extend(bytes, wanted, row.Size);
    }

    private static long OfWalk(ListWalk walk)
    {
        long bytes = 0;
        while (walk.Next())
        {
            bytes += Row(ListFormat.ElementKeySize, walk.Value.Length);
        }

        walk.Dispose();
        return bytes;
    }

    private static long OfEntries(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long samples)
    {
        long wanted = Math.Min(samples, row.Size);
        var state = StreamState.Of(row);
        if (wanted == 0 || !ElementRows.MayVisit(keyspace, wanted))
        {
            return 0;
        }

        using var walk = new StreamRows(keyspace, key, row.Version).Walk(state.FirstId, state.LastId);
        long bytes = 0;
        long looked = 0;
        while (looked < wanted && walk.Next())
        {
            bytes += Row(StreamRows.EntryKeySize, walk.Value.Length);
            looked++;
        }

        return Extend(bytes, looked, row.Size);
    }

    // Spread over the string, since one that was made by SETBIT and SETRANGE may have holes, which take nothing.
    private static long OfChunks(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long samples)
    {
        long chunks = (row.Size + StringType.ChunkSize - 1) / StringType.ChunkSize;
        long wanted = Math.Min(samples, chunks);
        if (!ElementRows.MayVisit(keyspace, wanted))
        {
            return 0;
        }

        Span<byte> rowKey = stackalloc byte[StringType.ChunkKeySize];
        long bytes = 0;
        long rows = 0;
        for (long i = 0; i < wanted && !keyspace.Incomplete; i++)
        {
            long chunk = wanted == chunks ? i : (long)((i + 0.5) * chunks / wanted);
            StringType.WriteChunkKey(rowKey, keyspace.Generation.Id, keyspace.SlotOf(key), row.Version, chunk);
            if (keyspace.TryGet(Family.Data, rowKey, out var found))
            {
                bytes += found.Value.Length;
                rows++;
            }

            found.Dispose();
        }

        // The last chunk is shorter than the others.
        return Math.Min(Extend(bytes, wanted, chunks), row.Size) + Extend(rows * Row(rowKey.Length, 0), wanted, chunks);
    }
}
