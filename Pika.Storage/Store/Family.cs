namespace Pika.Storage.Store;

/// <summary>
/// The column families of the store. The number is the id that RocksDB gives the family and that stands in every encoded
/// write batch, and so in the binlog: never renumber.
/// </summary>
public enum Family
{
    /// <summary>One row per key: type, flags, expiry, version, size; small strings inline. RocksDB's "default" family.</summary>
    Meta = 0,

    /// <summary>Fields, members, elements, stream entries, and the chunks of big strings.</summary>
    Data = 1,

    /// <summary>The order of sorted sets.</summary>
    Score = 2,

    /// <summary>When | key, for active expiry.</summary>
    Expire = 3,

    /// <summary>Generations, counters, the reclaim queue, and the applied row.</summary>
    System = 4,
}
