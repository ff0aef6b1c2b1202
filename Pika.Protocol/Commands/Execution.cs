namespace Pika.Protocol;

/// <summary>Where a command runs.</summary>
public enum Execution
{
    /// <summary>On the connection: it touches no keys.</summary>
    Connection,

    /// <summary>On the connection's thread against the store, after the connection's earlier writes.</summary>
    Read,

    /// <summary>In the turn of the shards of its keys.</summary>
    Write,

    /// <summary>
    /// A read of several rows of one value, in the turn of the shards of its keys: nothing changes between one row and the next. One that finds more than a
    /// turn should read is run again on the storage pool, against a pinned state.
    /// </summary>
    TurnRead,

    /// <summary>On the storage pool from the start: it may read much of the keyspace or a very big value.</summary>
    SlowRead,
}
