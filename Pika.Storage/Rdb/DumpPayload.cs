using System.Buffers.Binary;

namespace Pika.Storage.Rdb;

/// <summary>What DUMP answers and RESTORE takes: type (1), value, RDB version (2, little-endian), CRC64 of all that (8, little-endian).</summary>
public static class DumpPayload
{
    /// <summary>Whether version and checksum are right; then the type and the value's bytes.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> payload, out RdbType type, out ReadOnlySpan<byte> value)
    {
        type = default;
        value = default;
        if (payload.Length < 1 + RdbFormat.FooterSize)
        {
            return false;
        }

        int version = BinaryPrimitives.ReadUInt16LittleEndian(payload[^RdbFormat.FooterSize..]);
        ulong checksum = BinaryPrimitives.ReadUInt64LittleEndian(payload[^RdbFormat.ChecksumSize..]);
        if (version > RdbFormat.NewestVersion || checksum != Crc64.Append(0, payload[..^RdbFormat.ChecksumSize]))
        {
            return false;
        }

        type = (RdbType)payload[0];
        value = payload[1..^RdbFormat.FooterSize];
        return true;
    }

    /// <summary>Writes version and checksum behind type and value, into the room at the end of the payload.</summary>
    internal static void Seal(Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(payload[^RdbFormat.FooterSize..], RdbFormat.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(payload[^RdbFormat.ChecksumSize..], Crc64.Append(0, payload[..^RdbFormat.ChecksumSize]));
    }
}
