namespace Pika.Storage.Keyspace;

/// <summary>The classes of keyspace notifications, with Redis's letters: which of them a client hears is the server's <c>notify-keyspace-events</c>.</summary>
[Flags]
public enum NotifyEvent
{
    /// <summary>No class.</summary>
    None = 0,

    /// <summary><c>g</c>: commands on keys of any type, such as DEL and EXPIRE.</summary>
    Generic = 1 << 0,

    /// <summary><c>$</c>: strings.</summary>
    String = 1 << 1,

    /// <summary><c>l</c>: lists.</summary>
    List = 1 << 2,

    /// <summary><c>s</c>: sets.</summary>
    Set = 1 << 3,

    /// <summary><c>h</c>: hashes.</summary>
    Hash = 1 << 4,

    /// <summary><c>z</c>: sorted sets.</summary>
    Zset = 1 << 5,

    /// <summary><c>x</c>: a key is removed because its time has come.</summary>
    Expired = 1 << 6,

    /// <summary><c>e</c>: a key is removed to save memory. Never here: the data is on disk.</summary>
    Evicted = 1 << 7,

    /// <summary><c>t</c>: streams.</summary>
    Stream = 1 << 8,

    /// <summary><c>m</c>: a read found no such key; not part of <c>A</c>.</summary>
    KeyMiss = 1 << 9,

    /// <summary><c>d</c>: types of modules. Never here.</summary>
    Module = 1 << 10,

    /// <summary><c>n</c>: a key is created; not part of <c>A</c>.</summary>
    New = 1 << 11,
}
