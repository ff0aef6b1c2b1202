using System.Buffers.Binary;
using System.Numerics;

namespace Pika.Storage;

/// <summary>CRC32C (Castagnoli), with the processor's instruction.</summary>
public static class Crc32C
{
    /// <summary>Goes on with a checksum over more bytes; the first call passes 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }
        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }
        return ~crc;
    }
}
