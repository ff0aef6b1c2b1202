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

    /// <summary>Follows the writes of a chain, oldest first, from behind the row at <paramref name="until"/> to the newest, and returns how many they are.</summary>
    public int FollowChain(long newest, long until)
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

        return positions.Count;
    }
}
