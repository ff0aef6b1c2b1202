namespace Pika.Storage.Keyspace;

/// <summary>Registers packed with 6 bits each, the lowest bits of a byte first.</summary>
internal static class HyperLogLogDense
{
    private const int Mask = (1 << HyperLogLogFormat.RegisterBits) - 1;

    /// <summary>The byte in which a register begins.</summary>
    public static int ByteOf(int index) => index * HyperLogLogFormat.RegisterBits / 8;

    /// <summary>A register's value.</summary>
    public static int Get(ReadOnlySpan<byte> registers, int index)
    {
        (int at, int shift) = Place(index);
        int pair = registers[at] | (at + 1 < registers.Length ? registers[at + 1] << 8 : 0);
        return (pair >> shift) & Mask;
    }

    /// <summary>Gives a register a value.</summary>
    public static void Set(Span<byte> registers, int index, int value)
    {
        (int at, int shift) = Place(index);
        registers[at] = (byte)((registers[at] & ~(Mask << shift)) | (value << shift));
        if (shift > 8 - HyperLogLogFormat.RegisterBits)
        {
            registers[at + 1] = (byte)((registers[at + 1] & ~(Mask >> (8 - shift))) | (value >> (8 - shift)));
        }
    }

    /// <summary>Raises each of <paramref name="largest"/> to the register's value, if that is larger.</summary>
    public static void RaiseTo(ReadOnlySpan<byte> registers, Span<byte> largest)
    {
        for (int i = 0; i < HyperLogLogFormat.Registers; i++)
        {
            largest[i] = Math.Max(largest[i], (byte)Get(registers, i));
        }
    }

    /// <summary>Counts how often each value occurs.</summary>
    public static void Count(ReadOnlySpan<byte> registers, Span<int> histogram)
    {
        for (int i = 0; i < HyperLogLogFormat.Registers; i++)
        {
            histogram[Get(registers, i)]++;
        }
    }

    private static (int Byte, int Shift) Place(int index) => (ByteOf(index), index * HyperLogLogFormat.RegisterBits % 8);
}
