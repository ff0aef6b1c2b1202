using System.Globalization;
using System.Text;
using Pika.Tests.Simulated.Checks;

namespace Pika.Tests.Simulated;

/// <summary>Many runs, one after the other on each processor, and what they were in all.</summary>
internal sealed class Campaign
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _reached = new(StringComparer.Ordinal);
    private readonly List<SimulationResult> _violations = [];
    private long _operations;
    private long _done;
    private long _applied;
    private long _fullSyncs;
    private long _successions;
    private int _mostMail;
    private TimeSpan _virtual;

    private Campaign() { }

    /// <summary>Runs that were made.</summary>
    public int Runs { get; private set; }

    /// <summary>Those in which something happened that must not.</summary>
    public IReadOnlyList<SimulationResult> Violations => _violations;

    /// <summary>States that no run has been in, although a campaign should.</summary>
    public IEnumerable<string> NeverReached => StatesReached.Required.Where(state => !_reached.ContainsKey(state));

    /// <summary>Runs seeds.</summary>
    /// <param name="from">The first seed.</param>
    /// <param name="seeds">How many; they end before when a run has failed.</param>
    /// <param name="goesOn">Asked before each run.</param>
    public static Campaign Run(int from, int seeds, Func<bool> goesOn)
    {
        var campaign = new Campaign();
        var next = from - 1;
        Parallel.For(
            0,
            Environment.ProcessorCount,
            _ =>
            {
                while (campaign.Violations.Count == 0 && goesOn() && Interlocked.Increment(ref next) is var seed && seed < from + seeds)
                    campaign.Add(SimulationRun.Run(seed));
            }
        );
        return campaign;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{Runs} runs, {_virtual.TotalHours:F1} hours of virtual time, {_operations} operations ({_done} done), {_applied} records applied, {_fullSyncs} full syncs, {_successions} successions, at most {_mostMail} messages in a mailbox"
        );
        text.AppendLine("faults:  " + string.Join(", ", _faults.Select(fault => $"{fault.Key} {fault.Value}")));
        text.AppendLine("reached (runs):  " + string.Join(", ", _reached.Select(state => $"{state.Key}: {state.Value}")));
        foreach (var violation in _violations)
            text.AppendLine(Describe(violation));
        return text.ToString();
    }

    /// <summary>A violation with the fewest faults that still bring it about, and the history of that run.</summary>
    private static string Describe(SimulationResult violation)
    {
        var shrunk = Shrinking.Shrink(violation);
        return $"""
            VIOLATION of '{violation.Violation!.Check}' by seed {violation.Seed}: {violation.Violation.What}
            {violation.Options}
            {shrunk.Plan.Count} of its {violation.Plan.Count} faults are enough:
            {string.Join('\n', shrunk.Plan)}
            what happened then ({shrunk.Violation!.What}):
            {shrunk.History}
            """;
    }

    private void Add(SimulationResult result)
    {
        lock (_gate)
        {
            Runs++;
            _virtual += result.VirtualTime;
            _operations += result.Operations;
            _done += result.Done;
            _applied += result.Applied;
            _fullSyncs += result.FullSyncs;
            _successions += result.Successions;
            _mostMail = Math.Max(_mostMail, result.MostMail);
            foreach (var (fault, count) in result.Faults)
                _faults[fault.ToString()] = _faults.GetValueOrDefault(fault.ToString()) + count;
            foreach (var state in result.Reached.Keys)
                _reached[state] = _reached.GetValueOrDefault(state) + 1;
            if (result.Violation is not null)
                _violations.Add(result);
        }
    }
}
