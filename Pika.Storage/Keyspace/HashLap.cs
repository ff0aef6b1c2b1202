using System.Numerics;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The 32-bit space of hashes, cut into equal parts, of which each is visited once, in random order. What is popped part by part so is walked over once; parts that are drawn
/// anew each time pass more and more over what was removed, the fewer are left.
/// </summary>
/// <param name="Parts">How many there are; 0 in an instance that was never begun.</param>
/// <param name="Start">The part that is visited first, any of them.</param>
/// <param name="Step">From each part to the next one. It has no divisor in common with the number of parts, so that none is met twice.</param>
internal readonly record struct HashLap(long Parts, long Start, long Step)
{
    /// <summary>A lap over a value of this size.</summary>
    /// <param name="density">Elements in a part, on average.</param>
    /// <param name="chance">Gives a random number from 0 to below its argument.</param>
    public static HashLap Over(long size, int density, Func<long, long> chance)
    {
        long parts = size <= RandomElements.SmallSize ? 1 : size / density;
        long step = 1 + chance(parts);
        while (BigInteger.GreatestCommonDivisor(step, parts) != 1)
        {
            step++;
        }

        return new HashLap(parts, chance(parts), step);
    }

    /// <summary>The hashes of the part that is visited after so many others, both included.</summary>
    public (uint First, uint Last) Part(long number)
    {
        ulong part = (ulong)(((UInt128)Start + ((UInt128)number * (UInt128)Step)) % (UInt128)Parts);
        return ((uint)((part << 32) / (ulong)Parts), (uint)(((part + 1) << 32) / (ulong)Parts - 1));
    }
}
