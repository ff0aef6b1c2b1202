namespace Pika.Tests.Checking;

/// <summary>
/// Records what clients ask and what they hear, from any thread. Its clock is a counter: what was answered before something else was asked has the smaller number.
/// </summary>
/// <param name="milliseconds">The time for people.</param>
internal sealed class History(Func<double> milliseconds)
{
    private readonly Lock _gate = new();
    private readonly List<Operation> _operations = [];
    private long _clock;

    /// <summary>All operations, in the order in which they were asked. Those that nobody has ended are indeterminate.</summary>
    public IReadOnlyList<Operation> Operations
    {
        get
        {
            lock (_gate)
                return [.. _operations];
        }
    }

    /// <summary>How many operations have this outcome.</summary>
    public int Count(Outcome outcome)
    {
        lock (_gate)
            return _operations.Count(operation => operation.Outcome == outcome);
    }

    /// <summary>An operation is going to be asked. Called before the first byte is sent.</summary>
    /// <returns>Its number.</returns>
    public int Begin(int client, string key, OperationKind kind, string? argument = null)
    {
        lock (_gate)
        {
            var operation = new Operation(_operations.Count, client, key, kind, argument, ++_clock) { CalledMs = milliseconds() };
            _operations.Add(operation);
            return operation.Number;
        }
    }

    /// <summary>An operation has ended. Called after the last byte of the answer has come.</summary>
    public void End(int number, Outcome outcome, string? result = null)
    {
        lock (_gate)
        {
            var returned = outcome == Outcome.Indeterminate ? long.MaxValue : ++_clock;
            _operations[number] = _operations[number] with
            {
                Returned = returned,
                Outcome = outcome,
                Result = result,
                ReturnedMs = milliseconds(),
            };
        }
    }

    /// <summary>The operations of each key, in the order in which they were asked.</summary>
    public IEnumerable<IGrouping<string, Operation>> ByKey() => Operations.GroupBy(operation => operation.Key);
}
