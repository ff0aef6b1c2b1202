namespace Pika.Storage.Store;

/// <summary>
/// RocksDB's representation of a write batch, as far as we use it: a header of 8 bytes sequence number (0; RocksDB fills in its own) and
/// 4 bytes little-endian record count, then the records: a tag, for families other than the default a varint32 family id, the key
/// and, if the tag has one, the value, each with its varint32 length. See docs/formats/store.md; written by <see cref="WriteBatch"/>,
/// read by <see cref="WriteBatchReader"/>.
/// </summary>
internal static class WriteBatchFormat
{
    public const int HeaderSize = 12;
    public const int CountOffset = 8;

    /// <summary>kTypeDeletion: the default family.</summary>
    public const byte Delete = 0x0;

    /// <summary>kTypeValue: the default family.</summary>
    public const byte Put = 0x1;

    /// <summary>kTypeColumnFamilyDeletion.</summary>
    public const byte FamilyDelete = 0x4;

    /// <summary>kTypeColumnFamilyValue.</summary>
    public const byte FamilyPut = 0x5;

    /// <summary>kTypeColumnFamilyRangeDeletion; key and value are the range's ends.</summary>
    public const byte FamilyDeleteRange = 0xE;

    /// <summary>kTypeRangeDeletion: the default family; key and value are the range's ends.</summary>
    public const byte DeleteRange = 0xF;

    /// <summary>The most bytes of a varint32.</summary>
    public const int MaxVarint = 5;
}
