namespace Pika.Tests.Support;

/// <summary>
/// Where the chance of a test comes from. The run of all tests takes the same seeds every time, so that a failure there comes from what was changed; the long
/// forms, which are to find what nobody has seen, take others every time.
/// </summary>
internal static class TestSeed
{
    /// <summary>The word that asks for another seed in every run.</summary>
    private const string Random = "random";

    /// <summary>The seed that PIKA_SEED gives, <c>random</c> among them; without it, always the same.</summary>
    public static int Current { get; } = Of(Environment.GetEnvironmentVariable("PIKA_SEED"));

    /// <summary>Whether one seed was asked for, as to repeat a failure.</summary>
    public static bool IsGiven { get; } = int.TryParse(Environment.GetEnvironmentVariable("PIKA_SEED"), out _);

    // Room above for those who count on from it.
    private static int Of(string? given) =>
        given == Random ? System.Random.Shared.Next(int.MaxValue / 2)
        : given is null or "" ? 1
        : int.Parse(given, System.Globalization.CultureInfo.InvariantCulture);
}
