namespace Pika.Tests.Support;

/// <summary>
/// Where the chance of a test comes from. The run of all tests takes the same seeds every time, so that a failure there comes from what was changed; the long
/// forms, which are to find what nobody has seen, take others every time.
/// </summary>
internal static class TestSeed
{
    /// <summary>The word that asks for another seed in every run.</summary>
    private const string Random = "random";

    private static readonly string Asked = Environment.GetEnvironmentVariable("PIKA_SEED") ?? "";

    /// <summary>Whether one seed was asked for, as to repeat a failure.</summary>
    public static bool IsGiven => Asked is not ("" or Random);

    /// <summary>The seed that PIKA_SEED gives, <c>random</c> among them; without it, always the same.</summary>
    // Room above for those who count on from it.
    public static int Current { get; } =
        IsGiven ? int.Parse(Asked, System.Globalization.CultureInfo.InvariantCulture)
        : Asked == Random ? System.Random.Shared.Next(int.MaxValue / 2)
        : 1;
}
