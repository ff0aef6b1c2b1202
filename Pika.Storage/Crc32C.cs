using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pika.Storage;

/// <summary>
/// CRC32C (Castagnoli), with the processor's instruction where it has one. The instruction takes three cycles but one can start in each, so
/// big buffers are summed in three lanes at a time, whose sums are then joined as if the lanes had followed each other.
/// </summary>
public static class Crc32C
{
    /// <summary>The polynomial, bit-reversed.</summary>
    private const uint Polynomial = 0x82F63B78;

    /// <summary>Bytes per lane: long enough that joining costs little, short enough that records of some KB profit.</summary>
    internal const int LaneBytes = 512;

    /// <summary>
    /// What a sum becomes when <see cref="LaneBytes"/> zero bytes follow, for each of its four bytes; the whole is the XOR, as the sum is linear.
    /// </summary>
    private static readonly uint[] Shift = BuildShift();

    /// <summary>Goes on with a checksum over more bytes; the first call passes 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        while (bytes.Length >= 3 * LaneBytes)
        {
            crc = AppendLanes(crc, bytes[..(3 * LaneBytes)]);
            bytes = bytes[(3 * LaneBytes)..];
        }

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

    private static uint AppendLanes(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint second = 0;
        uint third = 0;
        for (var i = 0; i < LaneBytes; i += 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]));
            second = BitOperations.Crc32C(second, BinaryPrimitives.ReadUInt64LittleEndian(bytes[(LaneBytes + i)..]));
            third = BitOperations.Crc32C(third, BinaryPrimitives.ReadUInt64LittleEndian(bytes[((2 * LaneBytes) + i)..]));
        }

        return ShiftLane(ShiftLane(crc) ^ second) ^ third;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ShiftLane(uint crc) =>
        Shift[(byte)crc] ^ Shift[256 + (byte)(crc >> 8)] ^ Shift[512 + (byte)(crc >> 16)] ^ Shift[768 + (byte)(crc >> 24)];

    private static uint[] BuildShift()
    {
        // The sum of a single bit after a lane of zeros; all others are XORs of these.
        var bits = new uint[32];
        for (var bit = 0; bit < bits.Length; bit++)
        {
            var crc = 1u << bit;
            for (var zero = 0; zero < 8 * LaneBytes; zero++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }

            bits[bit] = crc;
        }

        var table = new uint[4 * 256];
        for (var i = 0; i < table.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                table[i] ^= ((i >> bit) & 1) != 0 ? bits[(8 * (i / 256)) + bit] : 0;
            }
        }

        return table;
    }
}
