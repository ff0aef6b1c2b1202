namespace Pika.Tests.Checking;

/// <summary>
/// Whether a list, to which clients append values that nobody else appends and from which nobody removes any, has kept them: all reads are beginnings of one order, in which nothing stands twice,
/// nothing that was never appended, everything that was acknowledged, and what was acknowledged first before what was asked later. Looks at a list of any length in little time.
/// </summary>
internal static class ListAppends
{
    /// <summary>Checks the operations of one key. The last read should come after everything else: it tells what is lost.</summary>
    public static Verdict Check(IReadOnlyList<Operation> history)
    {
        var reads = history
            .Where(operation => operation is { Kind: OperationKind.GetList, Outcome: Outcome.Ok })
            .Select(read => new Read(read, read.Result is null or "" ? [] : read.Result.Split(' ')))
            .ToArray();
        var appends = history.Where(operation => operation.Kind == OperationKind.Append).ToDictionary(operation => operation.Argument!);
        if (reads.Length == 0)
            return Verdict.Fine;

        var longest = reads.MaxBy(read => read.Elements.Length)!;
        var placeOf = new Dictionary<string, int>();
        foreach (var element in longest.Elements)
        {
            if (Foreign(element, appends.GetValueOrDefault(element), longest) is { } foreign)
                return foreign;
            if (!placeOf.TryAdd(element, placeOf.Count))
                return Verdict.Violation($"{element} stands twice in {longest.Operation.Key}", [appends[element], longest.Operation]);
        }

        return FindReordered(reads, longest)
            ?? FindLost(reads, appends.Values, placeOf)
            ?? FindShrunk(reads)
            ?? FindOutOfTime(appends.Values, placeOf)
            ?? Verdict.Fine;
    }

    private static Verdict? Foreign(string element, Operation? append, Read read)
    {
        if (append is null)
            return Verdict.Violation($"{element}, which nobody has appended, is in {read.Operation.Key}", [read.Operation]);
        if (append.Outcome == Outcome.Failed)
            return Verdict.Violation($"{element} is in {read.Operation.Key}, though it was refused", [append, read.Operation]);
        return append.Called > read.Operation.Returned
            ? Verdict.Violation($"{element} was read before anybody asked to append it", [read.Operation, append])
            : null;
    }

    private static Verdict? FindReordered(Read[] reads, Read longest)
    {
        foreach (var read in reads)
        {
            if (!read.Elements.AsSpan().SequenceEqual(longest.Elements.AsSpan(0, read.Elements.Length)))
                return Verdict.Violation(
                    $"two reads of {read.Operation.Key} are not beginnings of one order",
                    [read.Operation, longest.Operation]
                );
        }

        return null;
    }

    // Each read that was asked after an acknowledgement holds what was acknowledged.
    private static Verdict? FindLost(Read[] reads, IEnumerable<Operation> appends, Dictionary<string, int> placeOf)
    {
        var byCall = reads.OrderBy(static read => read.Operation.Called).ToArray();
        var calls = Array.ConvertAll(byCall, static read => read.Operation.Called);

        // The shortest of the reads from each on.
        var shortest = (Read[])byCall.Clone();
        for (int i = shortest.Length - 2; i >= 0; i--)
        {
            if (shortest[i + 1].Elements.Length <= shortest[i].Elements.Length)
                shortest[i] = shortest[i + 1];
        }

        foreach (var append in appends.Where(static append => append.Outcome == Outcome.Ok))
        {
            int after = ~Array.BinarySearch(calls, append.Returned);
            int needed = placeOf.TryGetValue(append.Argument!, out int place) ? place + 1 : int.MaxValue;
            if (after < shortest.Length && shortest[after].Elements.Length < needed)
                return Verdict.Violation(
                    $"the acknowledged {append.Argument} is not in a later read of {append.Key}",
                    [append, shortest[after].Operation]
                );
        }

        return null;
    }

    // Each read that was asked after another was answered holds what that has seen.
    private static Verdict? FindShrunk(Read[] reads)
    {
        var answers = reads.OrderBy(static read => read.Operation.Returned).ToArray();
        Read? longest = null;
        int next = 0;
        foreach (var read in reads.OrderBy(static read => read.Operation.Called))
        {
            for (; next < answers.Length && answers[next].Operation.Returned < read.Operation.Called; next++)
                longest = longest is null || answers[next].Elements.Length > longest.Elements.Length ? answers[next] : longest;

            if (longest is not null && read.Elements.Length < longest.Elements.Length)
                return Verdict.Violation(
                    $"a read of {read.Operation.Key} lacks what an earlier one has seen",
                    [longest.Operation, read.Operation]
                );
        }

        return null;
    }

    // From the end of the order: nothing was asked after what stands behind it was acknowledged.
    private static Verdict? FindOutOfTime(IEnumerable<Operation> appends, Dictionary<string, int> placeOf)
    {
        Operation? earliest = null;
        foreach (
            var append in appends
                .Where(append => placeOf.ContainsKey(append.Argument!))
                .OrderByDescending(append => placeOf[append.Argument!])
        )
        {
            if (earliest is not null && earliest.Returned < append.Called)
                return Verdict.Violation(
                    $"{append.Argument} was asked after {earliest.Argument} was acknowledged, and stands before it",
                    [earliest, append]
                );
            earliest = earliest is null || append.Returned < earliest.Returned ? append : earliest;
        }

        return null;
    }

    private sealed record Read(Operation Operation, string[] Elements);
}
