namespace Pika.Protocol;

/// <summary>The group under which COMMAND DOCS lists a command; also the file of its row.</summary>
public enum CommandGroup
{
    /// <summary>Keys of any type.</summary>
    Generic,

    /// <summary>Strings.</summary>
    String,

    /// <summary>Lists.</summary>
    List,

    /// <summary>Sets.</summary>
    Set,

    /// <summary>Sorted sets.</summary>
    SortedSet,

    /// <summary>Hashes.</summary>
    Hash,

    /// <summary>Publish/subscribe.</summary>
    PubSub,

    /// <summary>Transactions.</summary>
    Transactions,

    /// <summary>The client's connection.</summary>
    Connection,

    /// <summary>The server as a whole.</summary>
    Server,

    /// <summary>Scripts and functions.</summary>
    Scripting,

    /// <summary>HyperLogLogs.</summary>
    HyperLogLog,

    /// <summary>Cluster mode.</summary>
    Cluster,

    /// <summary>Geospatial indexes.</summary>
    Geo,

    /// <summary>Streams.</summary>
    Stream,

    /// <summary>Bitmaps.</summary>
    Bitmap,
}
