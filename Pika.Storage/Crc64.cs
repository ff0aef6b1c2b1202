using System.Buffers.Binary;

namespace Pika.Storage;

/// <summary>
/// CRC64 with the polynomial of Jones, reflected, without inversion at either end: the checksum of Redis's RDB files and DUMP payloads. Eight bytes at a
/// time, by one table for each of them.
/// </summary>
public static class Crc64
{
    /// <summary>The polynomial 0xad93d23594c935a9, bit-reversed.</summary>
    private const ulong Polynomial = 0x95AC9329AC4BC9B5;

    private const int Lanes = sizeof(ulong);

    /// <summary>For each lane and byte: what the byte does to the sum when it is followed by as many zero bytes as the lane says.</summary>
    private static readonly ulong[] Tables = Build();

    /// <summary>Goes on with a checksum over more bytes; the first call passes 0.</summary>
    public static ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        var tables = Tables.AsSpan();
        for (; bytes.Length >= Lanes; bytes = bytes[Lanes..])
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc =
                tables[(7 << 8) | (int)(crc & 0xFF)]
                ^ tables[(6 << 8) | (int)((crc >> 8) & 0xFF)]
                ^ tables[(5 << 8) | (int)((crc >> 16) & 0xFF)]
                ^ tables[(4 << 8) | (int)((crc >> 24) & 0xFF)]
                ^ tables[(3 << 8) | (int)((crc >> 32) & 0xFF)]
                ^ tables[(2 << 8) | (int)((crc >> 40) & 0xFF)]
                ^ tables[(1 << 8) | (int)((crc >> 48) & 0xFF)]
                ^ tables[(int)(crc >> 56)];
        }

        foreach (byte b in bytes)
        {
            crc = tables[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return crc;
    }

    private static ulong[] Build()
    {
        ulong[] tables = new ulong[Lanes << 8];
        for (int value = 0; value < 256; value++)
        {
            ulong crc = (ulong)value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }

            tables[value] = crc;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            ulong before = tables[i - 256];
            tables[i] = tables[(byte)before] ^ (before >> 8);
        }

        return tables;
    }
}
