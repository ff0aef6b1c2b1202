using System.Buffers.Binary;
using System.Numerics;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The hash by which the fields of a hash and the members of a set or sorted set are ordered on disk: XXH32 with seed 0. It stands in the keys of
/// rows and in the cursors of HSCAN, SSCAN and ZSCAN, so it never changes.
/// </summary>
public static class ElementHash
{
    private const uint Prime1 = 0x9E3779B1;
    private const uint Prime2 = 0x85EBCA77;
    private const uint Prime3 = 0xC2B2AE3D;
    private const uint Prime4 = 0x27D4EB2F;
    private const uint Prime5 = 0x165667B1;

    /// <summary>Bytes of the hash in a row's key.</summary>
    public const int Size = sizeof(uint);

    /// <summary>The hash of an element.</summary>
    public static uint Of(ReadOnlySpan<byte> element)
    {
        uint hash = Prime5;
        int length = element.Length;
        if (length >= 16)
        {
            hash = OfStripes(ref element);
        }

        hash += (uint)length;
        for (; element.Length >= 4; element = element[4..])
        {
            hash += BinaryPrimitives.ReadUInt32LittleEndian(element) * Prime3;
            hash = BitOperations.RotateLeft(hash, 17) * Prime4;
        }

        foreach (byte b in element)
        {
            hash += b * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    // Four lanes of four bytes each; leaves what is less than 16 bytes.
    private static uint OfStripes(ref ReadOnlySpan<byte> element)
    {
        (uint a, uint b, uint c, uint d) = (unchecked(Prime1 + Prime2), Prime2, 0, unchecked(0 - Prime1));
        for (; element.Length >= 16; element = element[16..])
        {
            a = Round(a, element);
            b = Round(b, element[4..]);
            c = Round(c, element[8..]);
            d = Round(d, element[12..]);
        }

        return BitOperations.RotateLeft(a, 1)
            + BitOperations.RotateLeft(b, 7)
            + BitOperations.RotateLeft(c, 12)
            + BitOperations.RotateLeft(d, 18);
    }

    private static uint Round(uint lane, ReadOnlySpan<byte> bytes) =>
        BitOperations.RotateLeft(lane + (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime2), 13) * Prime1;
}
