using System.Buffers.Binary;
using System.Globalization;

namespace Pika.Storage.Keyspace;

/// <summary>What PFSELFTEST checks: a few milliseconds of work.</summary>
public static class HyperLogLogSelfTest
{
    private const int Elements = 20_000;

    /// <summary>The longest sparse form before it is dense, in the test: Redis's default.</summary>
    private const long SparseLimit = 3000;

    /// <summary>How far an estimate may be off: six standard errors of 1.04 / sqrt(16384).</summary>
    private const double Tolerance = 6 * 1.04 / 128;

    /// <summary>Runs the tests. Null, or what has failed.</summary>
    public static string? Run() => TestRegisters() ?? TestEstimates();

    private static string? TestRegisters()
    {
        Span<byte> registers = stackalloc byte[HyperLogLogFormat.DenseSize - HyperLogLogFormat.HeaderSize];
        registers.Clear();
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < HyperLogLogFormat.Registers; i++)
            {
                HyperLogLogDense.Set(registers, i, Expected(i, round));
            }

            for (int i = 0; i < HyperLogLogFormat.Registers; i++)
            {
                if (HyperLogLogDense.Get(registers, i) != Expected(i, round))
                {
                    return Text($"register {i} should be {Expected(i, round)} and is {HyperLogLogDense.Get(registers, i)}");
                }
            }
        }

        return null;
    }

    // The same elements in both forms: the registers are the same, and so is the estimate, which is close to the truth.
    private static string? TestEstimates()
    {
        using var sparse = new HyperLogLog();
        using var dense = new HyperLogLog();
        dense.TryMakeDense();
        Span<byte> element = stackalloc byte[sizeof(ulong)];
        for (int i = 1; i <= Elements; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(element, (ulong)i * 0x9E3779B97F4A7C15);
            sparse.TryAdd(element, SparseLimit, out _);
            dense.TryAdd(element, SparseLimit, out _);
            if ((i & (i - 1)) != 0 && i != Elements)
            {
                continue;
            }

            sparse.Invalidate();
            dense.Invalidate();
            if (!sparse.TryCount(out ulong one) || !dense.TryCount(out ulong other) || one != other)
            {
                return Text($"the sparse and the dense form do not agree about {i} elements");
            }

            if (Math.Abs((double)one - i) > Math.Max(1, Tolerance * i))
            {
                return Text($"{i} elements are estimated as {one}");
            }
        }

        return null;
    }

    private static int Expected(int index, int round) => ((index * 7) + (round * 13)) & 63;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
