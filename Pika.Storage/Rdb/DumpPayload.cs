using System.Buffers.Binary;

namespace Pika.Storage.Rdb;

/// <summary>What DUMP answers and RESTORE takes: type (1), value, RDB version (2, little-endian), CRC64 of all that (8, little-endian).</summary>
public static class DumpPayload
{
    /// <summary>Bytes of a payload around a value: its type, and what stands behind it.</summary>
    public const int Overhead = 1 + RdbFormat.FooterSize;

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

    /// <summary>Writes a payload of a value's bytes as they stand in an RDB file of some version; there is room for them and <see cref="Overhead"/>.</summary>
    public static void Write(Span<byte> into, RdbType type, ReadOnlySpan<byte> value, int version)
    {
        into[0] = (byte)type;
        value.CopyTo(into[1..]);
        BinaryPrimitives.WriteUInt16LittleEndian(into[^RdbFormat.FooterSize..], (ushort)version);
        BinaryPrimitives.WriteUInt64LittleEndian(into[^RdbFormat.ChecksumSize..], Crc64.Append(0, into[..^RdbFormat.ChecksumSize]));
    }
}
