using System.Diagnostics.CodeAnalysis;

namespace Pika.Actors.Equality;

/// <summary>Which states are to be pinned next, as records are applied. Used by the queue that applies them alone.</summary>
internal sealed class StatesAhead(ulong applied)
{
    private readonly List<KeptState> _waiting = [];
    private ulong _applied = applied;

    /// <summary>The record that was applied last.</summary>
    public ulong Applied
    {
        get => _applied;
        set
        {
            _applied = value;
            if (_waiting.Count > 0)
            {
                PassOlder(value);
            }
        }
    }

    /// <summary>Takes an order. One that came too late is told so.</summary>
    /// <param name="isBetween">The next record is being applied: the state behind the last one may be over.</param>
    public void Add(KeptState state, bool isBetween)
    {
        _waiting.RemoveAll(static waiting => waiting.Now != KeptState.Phase.Waiting);
        if (isBetween && state.Index == _applied)
        {
            state.Pass();
            return;
        }

        _waiting.Add(state);
        PassOlder(_applied);
    }

    /// <summary>Takes an order that the present state fulfils, out of the list.</summary>
    public bool TryTakeDue([NotNullWhen(true)] out KeptState? state)
    {
        int at = _waiting.Count == 0 ? -1 : _waiting.FindIndex(waiting => waiting.Index is null || waiting.Index == _applied);
        state = at < 0 ? null : _waiting[at];
        if (at >= 0)
        {
            _waiting.RemoveAt(at);
        }

        return at >= 0;
    }

    private void PassOlder(ulong applied)
    {
        foreach (var state in _waiting)
        {
            if (state.Index < applied)
            {
                state.Pass();
            }
        }

        _waiting.RemoveAll(static waiting => waiting.Now != KeptState.Phase.Waiting);
    }
}
