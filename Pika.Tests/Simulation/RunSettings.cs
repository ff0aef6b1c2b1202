using Pika.Tests.Simulated.Faults;

namespace Pika.Tests.Simulated;

/// <summary>What is not left to the seed of a run.</summary>
internal sealed record RunSettings
{
    /// <summary>Changes what the seed has drawn; the faults are drawn from what comes of it.</summary>
    public Func<RunOptions, RunOptions> Bias { get; init; } = static options => options;

    /// <summary>The checks that are switched off.</summary>
    public IReadOnlySet<string> Without { get; init; } = new HashSet<string>();
}
