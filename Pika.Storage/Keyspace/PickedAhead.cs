namespace Pika.Storage.Keyspace;

/// <summary>
/// Chooses random members for the SPOPs of one turn. The first one of a set is chosen as ever. When another follows, a part of the set is read at
/// once, and those after it take what is left of that part, in random order; the more there are, the bigger the parts. Any member is as likely as
/// any other to be in the part; where a turn ends before a part is used up, members of a part that holds fewer were a little likelier. Nothing
/// outlives the turn: until it ends nobody else changes the set.
/// </summary>
internal sealed class PickedAhead
{
    /// <summary>Elements in the first part that is read at once, on average; twice as many in the next.</summary>
    private const int FirstDensity = 16;

    private const int MostDensity = 256;

    private readonly ElementList _chosen = new();
    private long _turn = -1;
    private ulong _version;
    private int _density;

    /// <summary>Brings it to a turn; another one begins with nothing.</summary>
    public PickedAhead In(long turn)
    {
        if (_turn != turn)
        {
            (_turn, _version) = (turn, 0);
        }

        return this;
    }

    /// <summary>A random element that is there, for the caller to remove. False: a read stopped. The span is valid until the next call.</summary>
    /// <inheritdoc cref="RandomElements.Pick"/>
    public bool TryTake(in ElementRows rows, long size, Func<long, long> chance, out ReadOnlySpan<byte> element)
    {
        if (_version != rows.Version)
        {
            (_version, _density) = (rows.Version, FirstDensity);
            _chosen.Clear();
            return TryTakeOne(rows, size, chance, out element);
        }

        if (TryTakeChosen(rows, chance, out element))
        {
            return true;
        }

        _chosen.Clear();
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
}
