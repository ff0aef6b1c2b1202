using System.Numerics;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The meaning of a string seen as bits. Ranges are of bits, both ends included and both inside the string. Only chunks that have rows
/// are read: a bitmap that is mostly empty costs what its set bits cost.
/// </summary>
public static class BitmapType
{
    /// <summary>Finds a key to read one bit, and counts a hit or a miss. A bit beyond the end is not set.</summary>
    public static KeyRow Lookup(Keyspace keyspace, ReadOnlySpan<byte> key, long bit, out bool isSet)
    {
        var row = StringType.LookupByte(keyspace, key, bit >> 3, out byte value);
        isSet = (value & Mask(bit)) != 0;
        return row;
    }

    /// <summary>
    /// Gives a bit a value, in a string that grows if it must. Returns what it was. Writes nothing if nothing changes.
    /// </summary>
    public static bool Set(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long bit, bool value)
    {
        Span<byte> cell = stackalloc byte[1];
        StringType.Read(keyspace, key, row, bit >> 3, cell);
        bool before = (cell[0] & Mask(bit)) != 0;
        long length = StringType.Length(row);
        if (before != value || (bit >> 3) >= length)
        {
            cell[0] = value ? (byte)(cell[0] | Mask(bit)) : (byte)(cell[0] & ~Mask(bit));
            StringType.Write(keyspace, key, row, bit >> 3, cell, Math.Max(length, (bit >> 3) + 1));
        }

        return before;
    }

    /// <summary>The number of bits set in a range.</summary>
    public static long Count(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, long first, long last)
    {
        long firstByte = first >> 3;
        long endByte = (last >> 3) + 1;
        long count = 0;
        using var parts = new StringParts(keyspace, key, row, firstByte, endByte);
        while (parts.Next())
        {
            count += Bits.Count(parts.Bytes);
            if (parts.Offset == firstByte)
            {
                count -= BitOperations.PopCount((uint)(parts.Bytes[0] & ~(0xFF >> (int)(first & 7))));
            }

            if (parts.Offset + parts.Bytes.Length == endByte)
            {
                count -= BitOperations.PopCount((uint)(parts.Bytes[^1] & (0x7F >> (int)(last & 7))));
            }
        }

        return count;
    }

    /// <summary>The first bit in a range with the wanted value; -1 if there is none.</summary>
    public static long Find(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row, bool wanted, long first, long last)
    {
        long next = first;
        using var parts = new StringParts(keyspace, key, row, first >> 3, (last >> 3) + 1);
        while (parts.Next())
        {
            long origin = parts.Offset << 3;
            if (!wanted && next < origin)
            {
                return next;
            }

            long end = origin + ((long)parts.Bytes.Length << 3);
            long found = Bits.IndexOf(parts.Bytes, wanted, Math.Max(next, origin) - origin, Math.Min(last, end - 1) - origin);
            if (found >= 0)
            {
                return origin + found;
            }

            next = end;
        }

        return !wanted && next <= last ? next : -1;
    }

    private static byte Mask(long bit) => (byte)(0x80 >> (int)(bit & 7));
}
