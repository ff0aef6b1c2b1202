namespace Pika.Storage.Rdb;

/// <summary>The numbers of Redis's RDB format (docs/formats/rdb.md).</summary>
public static class RdbFormat
{
    /// <summary>The version that is written: that of Redis 7.0.</summary>
    public const int Version = 10;

    /// <summary>The newest version that is read: that of Redis 7.2.</summary>
    public const int NewestVersion = 11;

    /// <summary>
    /// The longest string: Redis's own limit, and what bounds the memory for one. Compressed ones are refused by what they would become.
    /// </summary>
    public const int LongestString = 512 << 20;

    /// <summary>The most bytes that one byte of LZF can become: 264 from a reference of 3.</summary>
    internal const int LzfMostGain = 88;

    /// <summary>Bytes of a checksum.</summary>
    internal const int ChecksumSize = sizeof(ulong);

    /// <summary>Bytes behind the value of a DUMP payload: version (2, little-endian), checksum (8, little-endian).</summary>
    internal const int FooterSize = sizeof(ushort) + ChecksumSize;

    // A length begins with two bits: 6 bits of it follow, or 14, or one of the wide forms, or it is no length but an encoding.
    internal const int Length6 = 0;
    internal const int Length14 = 1;
    internal const byte Length32 = 0x80;
    internal const byte Length64 = 0x81;
    internal const int Encoded = 3;

    // The encodings of strings.
    internal const int EncodedInt8 = 0;
    internal const int EncodedInt16 = 1;
    internal const int EncodedInt32 = 2;
    internal const int EncodedLzf = 3;

    // The first byte of a score that stands as text, where it is not its length.
    internal const byte ScoreNan = 253;
    internal const byte ScorePositiveInfinity = 254;
    internal const byte ScoreNegativeInfinity = 255;

    // What a node of a ListQuicklist2 is.
    internal const ulong PlainNode = 1;
    internal const ulong PackedNode = 2;
}
