namespace Pika.Storage.Store.Tiered;

/// <summary>The dirty rows of one collection at one moment.</summary>
/// <param name="IsNew">The store below has no rows of the collection.</param>
/// <param name="Current">Those of the present epoch.</param>
/// <param name="Draining">Those on their way down.</param>
internal readonly record struct HotCollection(bool IsNew, HotPart Current, HotPart Draining);

/// <summary>The dirty rows of one collection in one epoch at one moment.</summary>
/// <param name="Epoch">The epoch; null if there is none.</param>
/// <param name="Newest">The position of the last one, which links to the one before it; 0 if there is none.</param>
/// <param name="Ordered">The same rows in order, if they are kept so.</param>
/// <param name="KeepsDeletions">Whether there may be rows below that deletions hide.</param>
internal readonly record struct HotPart(DirtyEpoch? Epoch, long Newest, HotRows? Ordered, bool KeepsDeletions)
{
    /// <summary>Puts the rows, of which there are some, in order.</summary>
    /// <param name="writes">How many writes of rows there were.</param>
    public HotRows Order(Family family, out int writes)
    {
        var rows = new HotRows(Epoch!, family, KeepsDeletions);
        writes = rows.FollowChain(Newest, until: 0);
        return rows;
    }
}
