using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>Austin Appleby's MurmurHash2 of 64 bits for 64-bit machines ("64A"), the hash of Redis's HyperLogLogs.</summary>
internal static class MurmurHash64A
{
    private const ulong Multiplier = 0xc6a4a7935bd1e995;
    private const int Shift = 47;

    /// <summary>The hash of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong hash = seed ^ ((ulong)bytes.Length * Multiplier);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = (hash ^ Scramble(BinaryPrimitives.ReadUInt64LittleEndian(bytes))) * Multiplier;
        }

        if (!bytes.IsEmpty)
        {
            ulong rest = 0;
            for (int i = bytes.Length - 1; i >= 0; i--)
            {
                rest = (rest << 8) | bytes[i];
            }

            hash = (hash ^ rest) * Multiplier;
        }

        hash = (hash ^ (hash >> Shift)) * Multiplier;
        return hash ^ (hash >> Shift);
    }

    private static ulong Scramble(ulong word)
    {
        word *= Multiplier;
        return (word ^ (word >> Shift)) * Multiplier;
    }
}
