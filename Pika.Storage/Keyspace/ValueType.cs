namespace Pika.Storage.Keyspace;

/// <summary>The type of a key's value. The numbers stand in the meta rows (docs/formats/keyspace.md): never renumber.</summary>
public enum ValueType : byte
{
    /// <summary>A string, also a bitmap.</summary>
    String = 0,

    /// <summary>A hash of fields.</summary>
    Hash = 1,

    /// <summary>A set of members.</summary>
    Set = 2,

    /// <summary>A list of elements.</summary>
    List = 3,

    /// <summary>A sorted set.</summary>
    Zset = 4,

    /// <summary>A stream.</summary>
    Stream = 5,
}
