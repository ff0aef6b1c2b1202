namespace Pika.Tests.Checking;

/// <summary>
/// The search of <see cref="Linearizability"/>: a list of calls and answers in the order in which they were seen. Again and again the next operation is one of those whose calls stand before
/// the first answer; its call and its answer leave the list. If none of them fits the value, the last choice was wrong.
/// </summary>
internal sealed class LinearizationSearch
{
    private readonly Entry _head = new(null, isCall: false);
    private readonly ulong[] _done;
    private readonly HashSet<Configuration> _tried = [];
    private readonly Stack<(Entry Call, string? Value)> _path = new();

    /// <summary>Operations that were answered and have no place yet.</summary>
    private int _owed;
    private string? _value;
    private int _deepest = -1;

    /// <summary>Takes the operations in the order of their calls.</summary>
    public LinearizationSearch(IReadOnlyList<Operation> operations)
    {
        _done = new ulong[(operations.Count + 63) / 64];
        var entries = new List<(long At, Entry Entry)>();
        var twins = new Dictionary<(OperationKind, string?), int>();
        for (int i = 0; i < operations.Count; i++)
        {
            var operation = operations[i];
            var call = new Entry(operation, isCall: true) { Index = i };
            entries.Add((operation.Called, call));
            if (operation.Outcome == Outcome.Ok)
            {
                _owed++;
                call.Answer = new Entry(operation, isCall: false);
                entries.Add((operation.Returned, call.Answer));
            }
            else
            {
                // Two of the same that were not answered are as good as each other: the earlier goes first.
                var kind = (operation.Kind, operation.Argument);
                call.Twin = twins.GetValueOrDefault(kind, -1);
                twins[kind] = i;
            }
        }

        var last = _head;
        foreach (var (_, entry) in entries.OrderBy(static entry => entry.At))
        {
            (last.Next, entry.Previous) = (entry, last);
            last = entry;
        }
    }

    /// <summary>The operation that found no place in the attempt that came furthest.</summary>
    public Operation? Stuck { get; private set; }

    /// <summary>The value in that attempt.</summary>
    public string? StuckValue { get; private set; }

    /// <summary>Searches. Null: so many steps were not enough.</summary>
    public bool? Run(int steps)
    {
        for (var entry = _head.Next; _owed > 0; )
        {
            if (steps-- == 0)
                return null;

            if (entry is { IsCall: true })
            {
                entry = TryPlace(entry) ? _head.Next : entry.Next;
                continue;
            }

            if (_path.Count > _deepest)
                (_deepest, Stuck, StuckValue) = (_path.Count, entry?.Operation, _value);
            if (!_path.TryPop(out var choice))
                return false;

            _value = choice.Value;
            Mark(choice.Call.Index, isDone: false);
            choice.Call.PutBack();
            _owed += choice.Call.Answer is null ? 0 : 1;
            entry = choice.Call.Next;
        }

        return true;
    }

    private bool TryPlace(Entry call)
    {
        if ((call.Twin >= 0 && !IsDone(call.Twin)) || !KeyModel.TryRun(_value, call.Operation!, out string? next))
            return false;

        Mark(call.Index, isDone: true);
        if (!_tried.Add(new Configuration([.. _done], next)))
        {
            Mark(call.Index, isDone: false);
            return false;
        }

        _path.Push((call, _value));
        _value = next;
        call.TakeOut();
        _owed -= call.Answer is null ? 0 : 1;
        return true;
    }

    private bool IsDone(int index) => (_done[index / 64] & (1UL << (index % 64))) != 0;

    private void Mark(int index, bool isDone)
    {
        if (isDone)
            _done[index / 64] |= 1UL << (index % 64);
        else
            _done[index / 64] &= ~(1UL << (index % 64));
    }

    /// <summary>A call or an answer in the list. Those that have left it remember their place, and come back in the opposite order.</summary>
    private sealed class Entry(Operation? operation, bool isCall)
    {
        public Operation? Operation { get; } = operation;

        public bool IsCall { get; } = isCall;

        public int Index { get; init; }

        /// <summary>Of a call: the answer; null if there was none.</summary>
        public Entry? Answer { get; set; }

        /// <summary>Of a call without an answer: the index of the one before that asks for the same; -1 if there is none.</summary>
        public int Twin { get; set; } = -1;

        public Entry? Previous { get; set; }

        public Entry? Next { get; set; }

        public void TakeOut()
        {
            Unlink();
            Answer?.Unlink();
        }

        public void PutBack()
        {
            Answer?.Link();
            Link();
        }

        private void Unlink()
        {
            Previous!.Next = Next;
            if (Next is not null)
                Next.Previous = Previous;
        }

        private void Link()
        {
            Previous!.Next = this;
            if (Next is not null)
                Next.Previous = this;
        }
    }

    /// <summary>Which operations have happened, and the value that they have led to.</summary>
    private readonly struct Configuration(ulong[] done, string? value) : IEquatable<Configuration>
    {
        private readonly ulong[] _done = done;
        private readonly string? _value = value;

        public bool Equals(Configuration other) => _value == other._value && _done.AsSpan().SequenceEqual(other._done);

        public override bool Equals(object? obj) => obj is Configuration other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_value);
            foreach (ulong part in _done)
                hash.Add(part);
            return hash.ToHashCode();
        }
    }
}
