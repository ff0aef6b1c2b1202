using Akka.Configuration;

namespace Akka.Actor;

/// <param name="Name">The phase's name.</param>
/// <param name="DependsOn">The phases that come before it.</param>
/// <param name="Timeout">How long its tasks may take.</param>
/// <param name="Recover">Whether the next phase begins after a failure or a timeout.</param>
/// <param name="Enabled">Whether its tasks run at all.</param>
internal sealed record ShutdownPhase(string Name, IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover, bool Enabled);

/// <summary>The phases of a shutdown, each after those that it depends on.</summary>
internal sealed class ShutdownPhases
{
    private readonly Dictionary<string, ShutdownPhase> _byName;

    public ShutdownPhases(IEnumerable<ShutdownPhase> phases)
    {
        _byName = phases.ToDictionary(p => p.Name, StringComparer.Ordinal);
        Ordered = Sort();
    }

    public IReadOnlyList<ShutdownPhase> Ordered { get; }

    public static ShutdownPhases FromConfig(Config config)
    {
        var defaultTimeout = config.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5), allowInfinite: false);
        var phases = config.GetConfig("phases");
        return new ShutdownPhases(
            phases.Keys.Select(name =>
            {
                var phase = phases.GetConfig(name);
                return new ShutdownPhase(
                    name,
                    phase.GetStringList("depends-on", []).ToList(),
                    phase.GetTimeSpan("timeout", defaultTimeout, allowInfinite: false),
                    phase.GetBoolean("recover", true),
                    phase.GetBoolean("enabled", true)
                );
            })
        );
    }

    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public ShutdownPhase Named(string name) =>
        _byName.TryGetValue(name, out var phase)
            ? phase
            : throw new ArgumentException(
                $"Unknown phase [{name}], known phases [{string.Join(", ", _byName.Keys)}]. All phases must be defined in configuration.",
                nameof(name)
            );

    private List<ShutdownPhase> Sort()
    {
        var sorted = new List<ShutdownPhase>();
        var underway = new HashSet<string>(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _byName.Keys)
            Visit(name);
        return sorted;

        void Visit(string name)
        {
            if (done.Contains(name))
                return;
            if (!underway.Add(name))
                throw new ArgumentException($"Cycle detected in graph of phases. It must be a DAG. Phase [{name}] depends on itself.");
            // A phase that is only named as a dependency has no settings of its own, and no tasks.
            var phase = _byName.GetValueOrDefault(name);
            foreach (var earlier in phase?.DependsOn ?? [])
                Visit(earlier);
            done.Add(name);
            if (phase is not null)
                sorted.Add(phase);
        }
    }
}
