namespace Pika.Storage.Store.Tiered;

/// <summary>Dirty rows of one collection in order, by their positions.</summary>
/// <param name="keepsDeletions">False where nothing is below that a deletion could hide.</param>
internal sealed class HotRows(DirtyEpoch epoch, Family family, bool keepsDeletions) : OrderedRows(CollectionPrefix.LengthOf(family))
{
    /// <summary>The epoch that the rows belong to.</summary>
    public DirtyEpoch Epoch => epoch;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> KeyOf(long number) => RowLayout.KeyOf(epoch.RowAt(number));

    /// <summary>Follows a write of a row.</summary>
    public void Follow(ReadOnlySpan<byte> key, long position, bool deleted)
    {
        if (deleted && !keepsDeletions)
        {
            Remove(key);
        }
        else
        {
            Put(key, position);
        }
    }

    /// <summary>Follows the writes of a chain, oldest first, from behind the row at <paramref name="until"/> to the newest.</summary>
    public void FollowChain(long newest, long until)
    {
        var positions = new Stack<long>();
        for (long at = newest; at > until; at = RowLayout.LinkOf(epoch.RowAt(at)))
        {
            positions.Push(at);
        }

        foreach (long position in positions)
        {
            var row = epoch.RowAt(position);
            Follow(RowLayout.KeyOf(row), position, RowLayout.IsDeleted(row));
        }
    }

    /// <summary>
    /// Puts into an empty instance the rows of a chain, the newest write of each: from the row at <paramref name="newest"/> by the links back
    /// to the row at <paramref name="until"/>, which is left out (0: to the end of the chain).
    /// </summary>
    public void LoadChain(long newest, long until)
    {
        var positions = new List<long>();
        for (long at = newest; at > until; at = RowLayout.LinkOf(epoch.RowAt(at)))
        {
            positions.Add(at);
        }

        Load(Sort([.. positions]));
    }

    // By the first bytes of the keys, and by keys and age only where those are equal.
    private ReadOnlySpan<long> Sort(long[] positions)
    {
        var starts = new ulong[positions.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            starts[i] = StartOf(KeyOf(positions[i]));
        }

        Array.Sort(starts, positions);
        Comparison<long> newestFirst = NewestFirst;
        int kept = 0;
        for (int from = 0, to; from < positions.Length; from = to)
        {
            to = from + 1;
            while (to < positions.Length && starts[to] == starts[from])
            {
                to++;
            }

            var equal = positions.AsSpan(from, to - from);
            if (equal.Length > 1)
            {
                equal.Sort(newestFirst);
            }

            for (int i = 0; i < equal.Length; i++)
            {
                bool isNewest = i == 0 || !KeyOf(equal[i]).SequenceEqual(KeyOf(equal[i - 1]));
                if (isNewest && (keepsDeletions || !RowLayout.IsDeleted(epoch.RowAt(equal[i]))))
                {
                    positions[kept++] = equal[i];
                }
            }
        }

        return positions.AsSpan(0, kept);
    }

    private int NewestFirst(long a, long b)
    {
        int order = KeyOf(a).SequenceCompareTo(KeyOf(b));
        return order != 0 ? order : b.CompareTo(a);
    }
}
