namespace Pika.Storage.Rdb;

/// <summary>The first byte of a value: its type, and how it is encoded. The numbers and names are Redis's.</summary>
public enum RdbType : byte
{
    /// <summary>A string.</summary>
    String = 0,

    /// <summary>A list: count, elements.</summary>
    List = 1,

    /// <summary>A set: count, members.</summary>
    Set = 2,

    /// <summary>A sorted set: count, members with scores as text.</summary>
    Zset = 3,

    /// <summary>A hash: count, fields and values.</summary>
    Hash = 4,

    /// <summary>A sorted set: count, members with scores as doubles.</summary>
    Zset2 = 5,

    /// <summary>A module's value, before Redis 4.</summary>
    ModulePreGa = 6,

    /// <summary>A module's value.</summary>
    Module2 = 7,

    /// <summary>A hash as one zipmap, up to Redis 2.4.</summary>
    HashZipmap = 9,

    /// <summary>A list as one ziplist.</summary>
    ListZiplist = 10,

    /// <summary>A set as one intset.</summary>
    SetIntset = 11,

    /// <summary>A sorted set as one ziplist: member, score.</summary>
    ZsetZiplist = 12,

    /// <summary>A hash as one ziplist: field, value.</summary>
    HashZiplist = 13,

    /// <summary>A list of ziplists.</summary>
    ListQuicklist = 14,

    /// <summary>A stream: listpacks of entries, then groups.</summary>
    StreamListpacks = 15,

    /// <summary>A hash as one listpack: field, value.</summary>
    HashListpack = 16,

    /// <summary>A sorted set as one listpack: member, score.</summary>
    ZsetListpack = 17,

    /// <summary>A list of listpacks and of single big elements.</summary>
    ListQuicklist2 = 18,

    /// <summary>A stream that also tells its first id, the largest deleted one, and how many entries were ever added.</summary>
    StreamListpacks2 = 19,

    /// <summary>A set as one listpack; Redis 7.2.</summary>
    SetListpack = 20,

    /// <summary>A stream that also tells when each consumer was active; Redis 7.2. It is not read, only passed over in a file.</summary>
    StreamListpacks3 = 21,
}
