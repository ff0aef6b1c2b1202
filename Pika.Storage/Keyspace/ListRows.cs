using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>The rows of lists, read so that a row that ought to be there and is not is damage.</summary>
internal static class ListRows
{
    /// <summary>Reads the element at a position. The row is empty when a read stopped, see <see cref="Keyspace.Incomplete"/>. Dispose it.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public static Row Get(Keyspace keyspace, scoped ReadOnlySpan<byte> rowKey)
    {
        if (!keyspace.TryGet(Family.Data, rowKey, out var row) && !keyspace.Incomplete)
        {
            throw Missing();
        }

        return row;
    }

    /// <summary>Walks over the rows of a list with <c>lower &lt;= position &lt; upper</c>.</summary>
    public static IRowIterator Iterate(Keyspace keyspace, Family family, ushort slot, ulong version, ulong lower, ulong upper)
    {
        Span<byte> from = stackalloc byte[ListFormat.ElementKeySize];
        Span<byte> to = stackalloc byte[ListFormat.ElementKeySize];
        ListFormat.WriteKey(from, keyspace, slot, version, lower);
        ListFormat.WriteKey(to, keyspace, slot, version, upper);
        return keyspace.Iterate(family, from, to);
    }

    /// <summary>Whether a walk stands on a row. False: a read stopped.</summary>
    /// <exception cref="StoreException">The walk is over.</exception>
    public static bool IsThere(Keyspace keyspace, IRowIterator rows)
    {
        if (rows.Valid)
        {
            return true;
        }

        keyspace.NoteIncomplete(rows);
        return keyspace.Incomplete ? false : throw Missing();
    }

    private static StoreException Missing() => new(StoreError.Corruption, "a row of a list is missing");
}
