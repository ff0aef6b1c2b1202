namespace Pika.Protocol;

/// <summary>ACL categories, in the order in which COMMAND prints them.</summary>
[Flags]
public enum AclCategories
{
    /// <summary>No category.</summary>
    None = 0,

    /// <summary>Keys of any type.</summary>
    Keyspace = 1 << 0,

    /// <summary>Reads data; follows from <see cref="CommandFlags.ReadOnly"/>.</summary>
    Read = 1 << 1,

    /// <summary>Changes data; follows from <see cref="CommandFlags.Write"/>.</summary>
    Write = 1 << 2,

    /// <summary>Sets.</summary>
    Set = 1 << 3,

    /// <summary>Sorted sets.</summary>
    SortedSet = 1 << 4,

    /// <summary>Lists.</summary>
    List = 1 << 5,

    /// <summary>Hashes.</summary>
    Hash = 1 << 6,

    /// <summary>Strings.</summary>
    String = 1 << 7,

    /// <summary>Bitmaps.</summary>
    Bitmap = 1 << 8,

    /// <summary>HyperLogLogs.</summary>
    HyperLogLog = 1 << 9,

    /// <summary>Geospatial indexes.</summary>
    Geo = 1 << 10,

    /// <summary>Streams.</summary>
    Stream = 1 << 11,

    /// <summary>Publish/subscribe.</summary>
    PubSub = 1 << 12,

    /// <summary>For operators; follows from <see cref="CommandFlags.Admin"/>.</summary>
    Admin = 1 << 13,

    /// <summary>Follows from <see cref="CommandFlags.Fast"/>.</summary>
    Fast = 1 << 14,

    /// <summary>Whatever is not <see cref="Fast"/>.</summary>
    Slow = 1 << 15,

    /// <summary>May block; follows from <see cref="CommandFlags.Blocking"/>.</summary>
    Blocking = 1 << 16,

    /// <summary>May harm the service or its data.</summary>
    Dangerous = 1 << 17,

    /// <summary>About the client's own connection, or other clients' connections.</summary>
    Connection = 1 << 18,

    /// <summary>Transactions.</summary>
    Transaction = 1 << 19,

    /// <summary>Scripts and functions.</summary>
    Scripting = 1 << 20,
}
