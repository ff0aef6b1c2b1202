namespace Pika.Storage.Keyspace;

/// <summary>Walks over several sets, side by side in the order that they share.</summary>
internal sealed class ElementWalks : IDisposable
{
    private readonly ElementWalk[] _walks;

    /// <summary>Stands on the first member of each set.</summary>
    public ElementWalks(ReadOnlySpan<SetOperand> sets)
    {
        var walks = new List<ElementWalk>(sets.Length);
        foreach (ref readonly var set in sets)
        {
            if (set.Size > 0)
            {
                walks.Add(set.Rows.Walk());
            }
        }

        _walks = [.. walks];
        foreach (var walk in _walks)
        {
            walk.SeekToFirst();
        }
    }

    public ElementWalk this[int index] => _walks[index];

    /// <summary>The walk that stands on the first member of all; -1 if all are at their end.</summary>
    public int Least()
    {
        int least = -1;
        for (int i = 0; i < _walks.Length; i++)
        {
            if (_walks[i].Valid && (least < 0 || _walks[i].Order.SequenceCompareTo(_walks[least].Order) < 0))
            {
                least = i;
            }
        }

        return least;
    }

    /// <summary>Moves all walks that stand on the member of one of them past it.</summary>
    public void Pass(int index)
    {
        for (int i = 0; i < _walks.Length; i++)
        {
            if (i != index && _walks[i].Valid && _walks[i].Order.SequenceEqual(_walks[index].Order))
            {
                _walks[i].Next();
            }
        }

        _walks[index].Next();
    }

    /// <summary>Moves all walks up to the member on which another one stands, and tells whether any of them meets it.</summary>
    public bool AnyAt(ElementWalk other)
    {
        bool any = false;
        foreach (var walk in _walks)
        {
            while (walk.Valid && walk.Order.SequenceCompareTo(other.Order) < 0)
            {
                walk.Next();
            }

            any |= walk.Valid && walk.Order.SequenceEqual(other.Order);
        }

        return any;
    }

    public void Dispose()
    {
        foreach (var walk in _walks)
        {
            walk.Dispose();
        }
    }
}
