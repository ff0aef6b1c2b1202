using Pika.Tests.Simulated.Checks;
using Pika.Tests.Simulated.Faults;

namespace Pika.Tests.Simulated;

/// <summary>What a run was, and what came of it.</summary>
internal sealed record SimulationResult(int Seed, RunOptions Options, IReadOnlyList<Fault> Plan, Violation? Violation)
{
    /// <summary>Equal for equal runs.</summary>
    public ulong Fingerprint { get; init; }

    public TimeSpan VirtualTime { get; init; }

    public int Operations { get; init; }

    public int Done { get; init; }

    public long Applied { get; init; }

    /// <summary>Full syncs that were installed.</summary>
    public int FullSyncs { get; init; }

    public int Successions { get; init; }

    /// <summary>The most messages that have waited for one actor.</summary>
    public int MostMail { get; init; }

    public IReadOnlyDictionary<FaultKind, int> Faults { get; init; } = new Dictionary<FaultKind, int>();

    /// <summary>How often each interesting state was reached.</summary>
    public IReadOnlyDictionary<string, long> Reached { get; init; } = new Dictionary<string, long>();

    /// <summary>What has happened, for people.</summary>
    public string History { get; init; } = "";
}
