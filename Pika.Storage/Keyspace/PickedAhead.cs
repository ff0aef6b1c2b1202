namespace Pika.Storage.Keyspace;

/// <summary>
/// Chooses random members for SPOP. The first one of a set is chosen as ever. When another follows, a part of the set is read at once, and those after it take
/// what is left of that part, in random order; the more there are, the bigger the parts. Any member is as likely as any other to be in the part.
/// <para>
/// A part outlives the turn as long as the set is only popped from: whoever else adds to it or removes from it, or may have done so, has the rest forgotten, at once or when the
/// turn ends, and so does a turn or a command that is void. Within the turn, what is removed is told by the turn itself.
/// </para>
/// </summary>
internal sealed class PickedAhead
{
    /// <summary>Elements in the first part that is read at once, on average; twice as many in the next.</summary>
    private const int FirstDensity = 16;

    /// <summary>With so many, finding the part costs little beside reading it; where most members are gone already, it is still read in a millisecond or two.</summary>
    private const int MostDensity = 64;

    /// <summary>Bytes of members that are kept from one turn to the next.</summary>
    private const int MostKept = 64 << 10;

    private ElementList _chosen = new();
    private long _turn = -1;
    private long _interruptions = -1;
    private ulong _version;
    private int _density;

    /// <summary>The set was changed in this turn by other commands than those that take from here.</summary>
    private bool _edited;

    /// <summary>Brings it to a turn.</summary>
    /// <param name="turn">Its number.</param>
    /// <param name="interruptions"><see cref="Turn.Interruptions"/> so far.</param>
    public PickedAhead In(long turn, long interruptions)
    {
        if (_interruptions != interruptions || (_turn != turn && (_edited || _chosen.Bytes > MostKept)))
        {
            Forget();
        }

        (_turn, _interruptions) = (turn, interruptions);
        return this;
    }

    /// <summary>An element came into a set or a hash, or went from it.</summary>
    public void NoteEdited(ulong version) => _edited |= version == _version;

    /// <summary>A random element that is there, for the caller to remove. False: a read stopped. The span is valid until the next call.</summary>
    /// <inheritdoc cref="RandomElements.Pick"/>
    public bool TryTake(in ElementRows rows, long size, Func<long, long> chance, out ReadOnlySpan<byte> element)
    {
        if (_version != rows.Version)
        {
            Forget();
            (_version, _density) = (rows.Version, FirstDensity);
            return TryTakeOne(rows, size, chance, out element);
        }

        if (TryTakeChosen(rows, chance, out element))
        {
            return true;
        }

        _chosen.Clear();
        _edited = false;
        RandomElements.AddPart(rows, size, _density, chance, _chosen);
        _density = Math.Min(2 * _density, MostDensity);
        return TryTakeChosen(rows, chance, out element) || TryTakeOne(rows, size, chance, out element);
    }

    // What was chosen may have been removed by other commands of the turn.
    private bool TryTakeChosen(in ElementRows rows, Func<long, long> chance, out ReadOnlySpan<byte> element)
    {
        while (_chosen.Count > 0)
        {
            element = _chosen.Take((int)chance(_chosen.Count));
            if (!rows.IsDeletedInTurn(element))
            {
                return true;
            }
        }

        element = default;
        return false;
    }

    private bool TryTakeOne(in ElementRows rows, long size, Func<long, long> chance, out ReadOnlySpan<byte> element)
    {
        using var walk = RandomElements.Pick(rows, size, chance);
        if (!walk.Valid)
        {
            element = default;
            return false;
        }

        _chosen.Clear();
        _chosen.Add(walk);
        element = _chosen.Take(0);
        return true;
    }

    private void Forget()
    {
        (_version, _edited) = (0, false);
        if (_chosen.Bytes > MostKept)
        {
            _chosen = new ElementList();
        }

        _chosen.Clear();
    }
}
