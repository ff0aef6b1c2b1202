namespace Pika.Storage.Keyspace;

/// <summary>
/// The estimator of Redis: Otmar Ertl's, from how often each register value occurs ("New cardinality estimation algorithms for HyperLogLog
/// sketches", 2017, algorithm 6). The operations and their order decide the last digits, so they are Redis's.
/// </summary>
internal static class HyperLogLogEstimate
{
    /// <summary>Bins of a histogram: every value that 6 bits can hold.</summary>
    public const int Bins = 64;

    /// <summary>1 / (2 ln 2): the bias of the estimator for infinitely many registers.</summary>
    private const double Alpha = 0.721347520444481703680;

    /// <summary>What Redis makes of an infinite estimate, which only registers that no hash can set give.</summary>
    private const ulong Boundless = 1UL << 63;

    /// <summary>The estimated number of distinct elements.</summary>
    public static ulong Of(ReadOnlySpan<int> histogram)
    {
        const double m = HyperLogLogFormat.Registers;
        const int q = HyperLogLogFormat.RankBits;
        double z = m * Tau((m - histogram[q + 1]) / m);
        for (int value = q; value >= 1; value--)
        {
            z += histogram[value];
            z *= 0.5;
        }

        z += m * Sigma(histogram[0] / m);
        double estimate = Math.Round(Alpha * m * m / z, MidpointRounding.AwayFromZero);
        return estimate < long.MaxValue ? (ulong)estimate : Boundless;
    }

    // What the registers at their largest value add.
    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        (double y, double z) = (1, 1 - x);
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);

        return z / 3;
    }

    // What the registers that are zero add.
    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        (double y, double z) = (1, x);
        double before;
        do
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);

        return z;
    }
}
