using System.Buffers.Binary;

namespace Pika.Storage.Binlog;

/// <summary>The first 64 bytes of a segment file.</summary>
/// <param name="Segment">The file's number, so that a renamed file is noticed.</param>
/// <param name="FirstIndex">The index that the first record has, or will have.</param>
/// <param name="Epoch">The epoch of the record before the first; the file's own records are of this epoch or later ones.</param>
/// <param name="CreatedMs">Milliseconds since 1970.</param>
internal readonly record struct BinlogSegmentHeader(long Segment, ulong FirstIndex, uint Epoch, long CreatedMs)
{
    private const int VersionAt = 8;
    private const int SegmentAt = 16;
    private const int FirstIndexAt = 24;
    private const int EpochAt = 32;
    private const int CreatedAt = 40;
    private const int CrcAt = 60;

    private static ReadOnlySpan<byte> Magic => "PIKALOG\n"u8;

    /// <summary>The header's 64 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[BinlogFormat.SegmentHeaderSize];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(VersionAt), BinlogFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SegmentAt), Segment);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(FirstIndexAt), FirstIndex);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(EpochAt), Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(CreatedAt), CreatedMs);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CrcAt), Crc32C.Append(0, bytes.AsSpan(0, CrcAt)));
        return bytes;
    }

    /// <summary>Reads the header of segment <paramref name="segment"/>; null when sound, else what is wrong.</summary>
    public static string? TryRead(ReadOnlySpan<byte> bytes, long segment, out BinlogSegmentHeader header)
    {
        header = default;
        if (bytes.Length < BinlogFormat.SegmentHeaderSize)
        {
            return $"the segment header is cut short ({bytes.Length} of {BinlogFormat.SegmentHeaderSize} bytes)";
        }
        if (!bytes.StartsWith(Magic))
        {
            return "the segment header does not begin with the binlog's magic: this is no binlog file";
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) != Crc32C.Append(0, bytes[..CrcAt]))
        {
            return "the checksum of the segment header is wrong";
        }
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VersionAt..]);
        if (version != BinlogFormat.Version)
        {
            return $"the segment has format version {version}; this build reads version {BinlogFormat.Version}";
        }
        header = new BinlogSegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[SegmentAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[FirstIndexAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[EpochAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[CreatedAt..])
        );
        if (header.FirstIndex == 0)
        {
            return "the segment header names 0 as its first index";
        }
        return header.Segment == segment ? null : $"the file says that it is segment {header.Segment}: was it renamed?";
    }
}
