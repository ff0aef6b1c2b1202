using System.Numerics;
using System.Runtime.InteropServices;

namespace Pika.Storage.Keyspace;

/// <summary>The operations of BITOP.</summary>
public enum BitOperation
{
    /// <summary>Bits that all sources have.</summary>
    And,

    /// <summary>Bits that any source has.</summary>
    Or,

    /// <summary>Bits that an odd number of sources have.</summary>
    Xor,

    /// <summary>The bits that the one source lacks.</summary>
    Not,
}

/// <summary>Bytes seen as bits, the first bit being the highest of the first byte.</summary>
public static class Bits
{
    /// <summary>The number of bits that are set.</summary>
    public static long Count(ReadOnlySpan<byte> bytes)
    {
        long count = 0;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            count += BitOperations.PopCount(rest);
        }

        return count;
    }

    /// <summary>The first bit with the wanted value at <c>from &lt;= position &lt;= to</c>; -1 if there is none.</summary>
    public static long IndexOf(ReadOnlySpan<byte> bytes, bool wanted, long from, long to)
    {
        int at = (int)(from >> 3);
        uint candidates = Candidates(bytes[at], wanted) & (0xFFu >> (int)(from & 7));
        if (candidates == 0)
        {
            int distance = bytes[(at + 1)..].IndexOfAnyExcept(wanted ? (byte)0 : (byte)0xFF);
            if (distance < 0)
            {
                return -1;
            }

            at += 1 + distance;
            candidates = Candidates(bytes[at], wanted);
        }

        long found = ((long)at << 3) + BitOperations.LeadingZeroCount(candidates << 24);
        return found <= to ? found : -1;
    }

    /// <summary>Combines bytes into others of the same length.</summary>
    public static void Combine(BitOperation operation, Span<byte> into, ReadOnlySpan<byte> with)
    {
        var left = MemoryMarshal.Cast<byte, Vector<byte>>(into);
        var right = MemoryMarshal.Cast<byte, Vector<byte>>(with);
        for (int i = 0; i < left.Length; i++)
        {
            left[i] = operation switch
            {
                BitOperation.And => left[i] & right[i],
                BitOperation.Or => left[i] | right[i],
                _ => left[i] ^ right[i],
            };
        }

        for (int i = left.Length * Vector<byte>.Count; i < into.Length; i++)
        {
            into[i] = operation switch
            {
                BitOperation.And => (byte)(into[i] & with[i]),
                BitOperation.Or => (byte)(into[i] | with[i]),
                _ => (byte)(into[i] ^ with[i]),
            };
        }
    }

    /// <summary>Turns every bit over.</summary>
    public static void Invert(Span<byte> bytes)
    {
        foreach (ref byte b in bytes)
        {
            b = (byte)~b;
        }
    }

    private static uint Candidates(byte value, bool wanted) => wanted ? value : (byte)~value;
}
