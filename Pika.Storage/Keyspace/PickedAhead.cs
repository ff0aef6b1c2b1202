namespace Pika.Storage.Keyspace;

/// <summary>
/// Chooses random members for SPOP. The first one of a set is chosen as ever. When another follows, a part of the set is read at once, and those after it take
/// what is left of that part, in random order. The parts become bigger, up to a size at which all of the set is gone through in a <see cref="HashLap"/>.
/// Any member is as likely as any other to be in the next part.
/// <para>
/// What was read outlives the turn as long as the set is only popped from: whoever else adds to it or removes from it, or may have done so, has the rest forgotten and the lap with it,
/// at once or when the turn ends. A turn or a command that is void, as it is when it needs a block from a disk, has only the rest forgotten: the lap goes on with the part in which it
/// was when the turn began, whatever that part holds by then. Within the turn, what is removed is told by the turn itself.
/// </para>
/// </summary>
internal sealed class PickedAhead
{
    /// <summary>Elements in the first part that is read at once, on average; twice as many in the next.</summary>
    private const int FirstDensity = 16;

    /// <summary>The parts of a lap: with so many, finding the part costs little beside reading it. They are not small beside the blocks of the store either.</summary>
    private const int LapDensity = 64;

    /// <summary>Parts in a row that a lap finds empty before a member is chosen as ever; they all are only where hashes crowd, or where others have removed much.</summary>
    private const int MostEmptyParts = 64;

    /// <summary>Bytes of members that are read ahead, if it is more than one member.</summary>
    private const int MostBytes = 64 << 10;

    private ElementList _chosen = new();
    private long _turn = -1;
    private long _interruptions = -1;
    private long _othersNoted = -1;
    private ulong _version;
    private int _density;
    private HashLap _lap;

    /// <summary>Parts of the lap that are used up.</summary>
    private long _done;

    /// <summary>What <see cref="_done"/> was before the turn.</summary>
    private long _doneBefore;

    /// <summary>What was chosen is the whole rest of the lap's present part, which so is used up with it.</summary>
    private bool _isWholePart;

    /// <summary>The set was changed in this turn by other commands than those that take from here.</summary>
    private bool _edited;

    /// <summary>Brings it to a turn.</summary>
    public PickedAhead In(Turn turn)
    {
        if (_othersNoted != turn.OthersNoted || (_interruptions != turn.Interruptions && _lap.Parts == 0 && _chosen.Count > 0))
        {
            Forget();
        }
        else if (_interruptions != turn.Interruptions)
        {
            ClearChosen();
            _done = _doneBefore;
        }

        if (_turn != turn.Number)
        {
            if (_edited)
            {
                Forget();
            }
            else if (_chosen.Bytes > MostBytes)
            {
                ClearChosen();
            }

            EndPart();
            _doneBefore = _done;
        }

        (_turn, _interruptions, _othersNoted) = (turn.Number, turn.Interruptions, turn.OthersNoted);
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
            if (!TryTakeOne(rows, size, chance, out element))
            {
                return false;
            }

            (_version, _density) = (rows.Version, FirstDensity);
            return true;
        }

        if (TryTakeChosen(rows, chance, out element))
        {
            return true;
        }

        Read(rows, size, chance);
        return !rows.Stopped && (TryTakeChosen(rows, chance, out element) || TryTakeOne(rows, size, chance, out element));
    }

    // Nothing is chosen afterwards if a read stopped, or if hashes crowd.
    private void Read(in ElementRows rows, long size, Func<long, long> chance)
    {
        EndPart();
        ClearChosen();
        if (_edited)
        {
            (_lap, _edited) = (default, false);
        }

        if (_density < LapDensity)
        {
            RandomElements.AddPart(rows, size, _density, MostBytes, chance, _chosen);
            _density *= rows.Stopped ? 1 : 2;
        }
        else
        {
            ReadOfLap(rows, size, chance);
        }

        if (rows.Stopped || _chosen.Count == 0)
        {
            ClearChosen();
        }
    }

    private void ReadOfLap(in ElementRows rows, long size, Func<long, long> chance)
    {
        for (int tries = 0; tries < MostEmptyParts; tries++)
        {
            if (_done >= _lap.Parts)
            {
                (_lap, _done, _doneBefore) = (HashLap.Over(size, LapDensity, chance), 0, 0);
            }

            var (first, last) = _lap.Part(_done);
            _isWholePart = RandomElements.AddAll(rows.Walk(first, last), _chosen, MostBytes);
            if (_chosen.Count > 0 || rows.Stopped)
            {
                return;
            }

            _done++;
        }
    }

    private void EndPart()
    {
        if (_isWholePart && _chosen.Count == 0)
        {
            (_done, _isWholePart) = (_done + 1, false);
        }
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

        ClearChosen();
        _chosen.Add(walk);
        element = _chosen.Take(0);
        return true;
    }

    private void Forget()
    {
        (_version, _lap, _done, _doneBefore, _edited) = (0, default, 0, 0, false);
        ClearChosen();
    }

    private void ClearChosen()
    {
        _isWholePart = false;
        if (_chosen.Bytes > MostBytes)
        {
            _chosen = new ElementList();
        }

        _chosen.Clear();
    }
}
