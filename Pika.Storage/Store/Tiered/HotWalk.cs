namespace Pika.Storage.Store.Tiered;

/// <summary>Opens a walk over one collection: its dirty rows over those of the store below, without a drain.</summary>
internal readonly ref struct HotWalk(RowTable table, IStore below, CollectionPrefix prefix)
{
    /// <summary>Up to this many dirty rows are put in order for one walk; more, of which the table has not done so itself, are kept in order from then on.</summary>
    private const int FewRows = 64;

    /// <summary>
    /// The rows with <c>lower &lt;= key &lt; upper</c>, which are of this collection. The dirty rows are captured before the iterator below is made:
    /// what a drain takes down in between is in both, and nothing is in neither.
    /// </summary>
    public IRowIterator Open(ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, ReadTier tier)
    {
        var edges = table.BeginWalk(prefix, out long puts);
        var hot = table.Collection(prefix);
        byte[] from = lower.ToArray();
        byte[] to = upper.ToArray();
        var current = Order(hot.Current);
        var draining = Order(hot.Draining);
        IRowIterator rows = hot.IsNew ? EmptyIterator.Instance : below.Iterate(prefix.Family, lower, upper, tier, null);
        if (draining is not null)
        {
            rows = new LayeredIterator(new HotLayer(draining, table.Gate, from, to), rows);
        }

        if (current is not null)
        {
            rows = new LayeredIterator(new HotLayer(current, table.Gate, from, to), rows);
        }

        return edges is null || (hot.IsNew && draining is null) ? rows : new EdgeWalk(rows, edges, puts, table.Gate, from, to);
    }

    private HotRows? Order(in HotPart part)
    {
        if (part.Ordered is not null || part.Newest == 0)
        {
            return part.Ordered;
        }

        var rows = part.Order(prefix.Family, out int writes);
        return writes <= FewRows ? rows : table.KeepOrdered(prefix, rows, part.Newest);
    }
}
