using Pika.Tests.Simulated.Clients;
using Pika.Tests.Simulated.Faults;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// Lists to which only values are appended that nobody else writes: none is there twice or from nowhere; where nothing acknowledged may be lost, it is there, in
/// order; and where that is promised, all reads show one growing list, in which what was acknowledged before a read began is there.
/// </summary>
internal static class AppendCheck
{
    /// <param name="key">The list.</param>
    /// <param name="final">The list at the end.</param>
    /// <param name="options">What the run promises.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static string? Run(IEnumerable<Operation> operations, string key, IReadOnlyList<string> final, RunOptions options)
    {
        var own = operations.Where(operation => operation.Key == key).ToArray();
        var appends = own.Where(operation => operation.Kind == OperationKind.Append).ToDictionary(operation => operation.Value);
        var reads = own.Where(operation => operation is { Kind: OperationKind.ReadList, Outcome: OperationOutcome.Done })
            .OrderBy(operation => operation.Invoked)
            .ToArray();
        var elsewhere = own.Where(operation => operation is { Kind: OperationKind.ReadReplica, Outcome: OperationOutcome.Done });
        return reads
                .Concat(elsewhere)
                .Select(read => FindStranger(read.Read, appends, read.Returned))
                .FirstOrDefault(flaw => flaw is not null)
            ?? FindStranger(final, appends, TimeSpan.MaxValue)
            ?? (options.KeepsAcknowledged ? FindLoss(appends.Values, options.IsLinearizable ? reads : [], final) : null);
    }

    private static string? FindStranger(IReadOnlyList<string> list, Dictionary<string, Operation> appends, TimeSpan at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in list)
        {
            if (!seen.Add(value))
                return $"{value} is in the list twice: {string.Join(' ', list)}";
            if (!appends.TryGetValue(value, out var append))
                return $"{value} was never appended";
            if (append.Outcome == OperationOutcome.Refused)
                return $"{value} is there although it was refused: {append}";
            if (append.Invoked > at)
                return $"{value} was read before it was appended";
        }

        return null;
    }

    private static string? FindLoss(IEnumerable<Operation> appends, Operation[] reads, IReadOnlyList<string> final)
    {
        var places = final.Select((value, place) => (value, place)).ToDictionary(item => item.value, item => item.place);
        var done = appends.Where(append => append.Outcome == OperationOutcome.Done).OrderBy(append => append.Returned).ToArray();
        if (done.FirstOrDefault(append => !places.ContainsKey(append.Value)) is { } lost)
            return $"an acknowledged write is lost: {lost}";
        foreach (var read in reads)
        {
            if (!final.Take(read.Read.Count).SequenceEqual(read.Read))
                return $"a read shows what is no beginning of the list at the end: {read}: {string.Join(' ', read.Read)} | {string.Join(' ', final)}";
            if (done.FirstOrDefault(append => append.Returned < read.Invoked && places[append.Value] >= read.Read.Count) is { } stale)
                return $"a read does not show what was acknowledged before it began: {read} without {stale}";
        }

        return FindDisorder(done, places) ?? FindStep(reads);
    }

    private static string? FindDisorder(Operation[] done, Dictionary<string, int> places)
    {
        foreach (var later in done)
        {
            if (done.FirstOrDefault(append => append.Returned < later.Invoked && places[append.Value] > places[later.Value]) is { } earlier)
                return $"{earlier} stands behind {later}";
        }

        return null;
    }

    private static string? FindStep(Operation[] reads)
    {
        foreach (var later in reads)
        {
            if (reads.FirstOrDefault(read => read.Returned < later.Invoked && read.Read.Count > later.Read.Count) is { } earlier)
                return $"{later} shows less than {earlier}";
        }

        return null;
    }
}
