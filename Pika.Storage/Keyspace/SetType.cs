namespace Pika.Storage.Keyspace;

/// <summary>
/// The meaning of a set over rows: one row for each member, without a value (<see cref="ElementRows"/>), under a meta row that knows their number.
/// </summary>
public static class SetType
{
    /// <summary>Begins to change a set, or to make one.</summary>
    public static ElementsEdit Edit(Keyspace keyspace, ReadOnlySpan<byte> key, scoped in KeyRow row) =>
        new(keyspace, key, ValueType.Set, row);

    /// <summary>Finds a key and one of its members, and counts a hit or a miss.</summary>
    public static KeyRow Lookup(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> member, out bool found)
    {
        var row = ElementRows.Lookup(keyspace, key, ValueType.Set, member, out var element, out found);
        element.Dispose();
        return row;
    }

    /// <summary>Replaces whatever stands at the key by a set whose rows are written apart, under a version of their own. It has no expiry.</summary>
    /// <param name="size">The number of its members, above 0.</param>
    public static void Replace(Keyspace keyspace, ReadOnlySpan<byte> key, ulong version, long size, in KeyRow old)
    {
        keyspace.ReleaseRows(key, old);
        ElementsEdit.PutMeta(keyspace, key, ValueType.Set, version, size, expireAt: 0, old);
    }
}
