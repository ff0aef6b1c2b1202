using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The meaning of a hash over rows: one row for each field, which holds its value (<see cref="ElementRows"/>), under a meta row that knows their number.
/// </summary>
public static class HashType
{
    /// <summary>Begins to change a hash, or to make one.</summary>
    public static ElementsEdit Edit(Keyspace keyspace, ReadOnlySpan<byte> key, scoped in KeyRow row) =>
        new(keyspace, key, ValueType.Hash, row);

    /// <summary>Finds a key and one of its fields, and counts a hit or a miss.</summary>
    /// <param name="value">The field's value; dispose it.</param>
    /// <param name="found">Whether the key holds a hash with that field.</param>
    public static KeyRow Lookup(Keyspace keyspace, ReadOnlySpan<byte> key, ReadOnlySpan<byte> field, out Row value, out bool found) =>
        ElementRows.Lookup(keyspace, key, ValueType.Hash, field, out value, out found);
}
