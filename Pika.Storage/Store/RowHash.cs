using System.Runtime.InteropServices;

namespace Pika.Storage.Store;

/// <summary>The hash under which tables in memory find a row. Nothing on disk depends on it.</summary>
internal static class RowHash
{
    // Folds eight bytes at a time with a multiply; the constants are those of splitmix64's finaliser.
    public static ulong Of(Family family, ReadOnlySpan<byte> key)
    {
        ulong hash = (((ulong)key.Length << 8) | (ulong)family) * 0x9E3779B97F4A7C15;
        while (key.Length >= sizeof(ulong))
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(key)) * 0xBF58476D1CE4E5B9;
            hash ^= hash >> 31;
            key = key[sizeof(ulong)..];
        }

        ulong rest = 0;
        foreach (byte b in key)
        {
            rest = (rest << 8) | b;
        }

        hash = (hash ^ rest) * 0x94D049BB133111EB;
        return hash ^ (hash >> 29);
    }
}
