using Pika.Tests.Support;

namespace Pika.Tests.EndToEnd.Replication;

/// <summary>How much the tests of replication do: little in every run, much with <c>./build.sh replication</c>.</summary>
internal static class Scale
{
    /// <summary>Whether PIKA_REPLICATION asks for the long form.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("PIKA_REPLICATION") == "long";

    /// <summary>The seed of chance; PIKA_SEED repeats one that a failure has printed.</summary>
    public static int Seed => TestSeed.Current;

    /// <summary>One of two amounts.</summary>
    public static int Of(int brief, int full) => IsLong ? full : brief;
}
