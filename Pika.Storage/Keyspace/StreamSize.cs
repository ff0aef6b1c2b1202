namespace Pika.Storage.Keyspace;

/// <summary>What the groups of a stream take in the store, beside its entries: for <see cref="ValueSize"/>.</summary>
internal static class StreamSize
{
    /// <summary>The two rows of a pending entry.</summary>
    private static readonly long Pending =
        ValueSize.Row(StreamGroupRows.NumberSize + StreamId.Size, StreamDelivery.Size)
        + ValueSize.Row(StreamGroupRows.ConsumerSize + StreamId.Size, 0);

    /// <summary>Estimates the bytes of all groups.</summary>
    /// <param name="samples">The most groups to look at, and the most consumers of each.</param>
    public static long OfGroups(Keyspace keyspace, ReadOnlySpan<byte> key, ulong version, long samples)
    {
        var rows = new StreamGroupRows(keyspace, key, version);
        long groups = rows.Catalog.Groups;
        if (groups == 0 || !ElementRows.MayVisit(keyspace, Math.Min(samples, groups)))
        {
            return 0;
        }

        using var walk = rows.WalkGroups();
        long bytes = 0;
        long looked = 0;
        while (looked < samples && walk.Next())
        {
            var group = walk.Group;
            bytes += ValueSize.Row(StreamGroupRows.KindSize + walk.Name.Length, StreamGroup.Size);
            bytes += group.Pending * Pending;
            bytes += OfConsumers(keyspace, rows, group, samples);
            looked++;
        }

        return ValueSize.Row(StreamGroupRows.KindSize, StreamGroupRows.CatalogSize) + ValueSize.Extend(bytes, looked, groups);
    }

    // A consumer has a row by its name, one by its number, and its own.
    private static long OfConsumers(Keyspace keyspace, in StreamGroupRows rows, StreamGroup group, long samples)
    {
        if (group.Consumers == 0 || !ElementRows.MayVisit(keyspace, Math.Min(samples, group.Consumers)))
        {
            return 0;
        }

        using var walk = rows.WalkConsumers(group.Number);
        long bytes = 0;
        long looked = 0;
        while (looked < samples && walk.Next())
        {
            bytes += ValueSize.Row(StreamGroupRows.NumberSize + walk.Name.Length, sizeof(uint));
            bytes += ValueSize.Row(StreamGroupRows.ConsumerSize, walk.Name.Length);
            bytes += ValueSize.Row(StreamGroupRows.ConsumerSize, StreamConsumer.Size);
            looked++;
        }

        return ValueSize.Extend(bytes, looked, group.Consumers);
    }
}
