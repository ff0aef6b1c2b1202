namespace Pika.Tests.Checking;

/// <summary>
/// Whether the operations on one key can have happened one after the other, each at a moment between its call and its answer (Wing and Gong's search, with the memory of Lowe's: what
/// was tried once in a state is not tried again). An operation without a definite answer may have happened at any moment after its call, or never.
/// </summary>
internal static class Linearizability
{
    /// <summary>Steps of the search after which it gives up: some seconds.</summary>
    public const int DefaultSteps = 5_000_000;

    /// <summary>Operations around a violation that are shown.</summary>
    private const int Shown = 12;

    /// <summary>Checks the operations of one key, in the order of their calls. Its value is not there before the first.</summary>
    public static Verdict Check(IReadOnlyList<Operation> history, int steps = DefaultSteps)
    {
        var relevant = Relevant(history);
        var search = new LinearizationSearch(relevant);
        return search.Run(steps) switch
        {
            true => Verdict.Fine,
            null => Verdict.GivenUp($"{relevant.Count} operations on {history[0].Key} were too many for {steps} steps"),
            false => Verdict.Violation(
                $"the answers on {history[0].Key} fit no order of its {relevant.Count} operations; the first that does not fit is"
                    + $"\n    {search.Stuck}\nwith these around it (value before: {search.StuckValue ?? "nil"}):",
                Around(relevant, search.Stuck!)
            ),
        };
    }

    // Refused operations did not happen, unanswered reads say nothing, and an unanswered write whose value nobody has read may as well never have happened - unless others
    // build on the value, as sums and lists do.
    private static List<Operation> Relevant(IReadOnlyList<Operation> history)
    {
        var read = history
            .Where(operation => operation.IsRead && operation.Outcome == Outcome.Ok)
            .Select(operation => operation.Result)
            .ToHashSet();
        bool isRegister = history.All(operation => operation.Kind is OperationKind.Set or OperationKind.Get or OperationKind.Delete);
        return
        [
            .. history.Where(operation =>
                operation.Outcome == Outcome.Ok
                || (
                    operation.Outcome == Outcome.Indeterminate
                    && !operation.IsRead
                    && !(isRegister && operation.Kind == OperationKind.Set && !read.Contains(operation.Argument))
                )
            ),
        ];
    }

    private static IEnumerable<Operation> Around(List<Operation> history, Operation stuck)
    {
        int at = history.IndexOf(stuck);
        return history.Skip(Math.Max(0, at - Shown)).Take(2 * Shown);
    }
}
