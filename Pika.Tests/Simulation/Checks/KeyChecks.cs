using Pika.Tests.Checking;
using Pika.Tests.Simulated.Clients;
using Pika.Tests.Simulated.Faults;

namespace Pika.Tests.Simulated.Checks;

/// <summary>
/// The keys that clients wrote, one by one, by what is promised of them: no list has anything twice or from nowhere; where nothing acknowledged may be lost, the end has it, in order;
/// and where reads are linearizable, the answers fit one order of the operations.
/// </summary>
internal sealed class KeyChecks(Workload load, RunOptions options)
{
    /// <param name="list">A list.</param>
    /// <param name="final">What it is at the end.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public string? CheckList(string list, string final)
    {
        var own = load.Asked.Operations.Where(operation => operation.Key == list).ToArray();
        var appends = own.Where(operation => operation.Kind == OperationKind.Append).ToArray();
        var reads = own.Concat(load.AskedElsewhere.Operations.Where(operation => operation.Key == list))
            .Where(operation => operation is { Kind: OperationKind.GetList, Outcome: Outcome.Ok });
        var end = new Operation(int.MaxValue, 0, list, OperationKind.GetList, null, long.MaxValue - 1)
        {
            Outcome = Outcome.Ok,
            Result = final,
        };
        Operation[] open = [.. appends.Select(Open)];
        return reads
                .Append(end)
                .Select(read => Flaw(ListAppends.Check([.. open, AtItsTime(read, appends)])))
                .FirstOrDefault(flaw => flaw is not null)
            ?? (options.KeepsAcknowledged ? Flaw(ListAppends.Check([.. appends, end])) : null)
            ?? (options.IsLinearizable ? Flaw(ListAppends.Check([.. own, end])) : null);
    }

    /// <summary>Checks the registers and counters.</summary>
    public string? CheckOthers() =>
        options.IsLinearizable
            ? load
                .Asked.ByKey()
                .Where(key => key.All(operation => operation.Kind is not (OperationKind.Append or OperationKind.GetList)))
                .Select(key => Flaw(Linearizability.Check([.. key])))
                .FirstOrDefault(flaw => flaw is not null)
            : null;

    // A write of which nothing is promised: it may be there or not.
    private static Operation Open(Operation append) =>
        append.Outcome == Outcome.Ok ? append with { Outcome = Outcome.Indeterminate } : append;

    // The reads of other nodes have a clock of their own.
    private Operation AtItsTime(Operation read, Operation[] appends) =>
        read with
        {
            Returned =
                appends.Where(append => append.CalledMs <= read.ReturnedMs).Select(append => append.Called).DefaultIfEmpty(0).Max() + 1,
        };

    private static string? Flaw(Verdict verdict) => verdict.Holds == false ? verdict.Explanation : null;
}
