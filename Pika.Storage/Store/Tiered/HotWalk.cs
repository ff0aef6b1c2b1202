namespace Pika.Storage.Store.Tiered;

/// <summary>Opens a walk over one collection: its dirty rows over those of the store below, without a drain.</summary>
internal readonly ref struct HotWalk(RowTable table, IStore below, CollectionPrefix prefix)
{
    /// <summary>Up to this many dirty rows are put in order for one walk; more are kept in order from then on.</summary>
    private const int FewRows = 64;

    /// <summary>Putting this many rows in order takes a millisecond or two: more only where that holds up nobody.</summary>
    private const int QuickRows = 8192;

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
        if (!TryOrder(hot.Current, tier, out var current) || !TryOrder(hot.Draining, tier, out var draining))
        {
            return EmptyIterator.NeedsToWait;
        }

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

    private bool TryOrder(in HotPart part, ReadTier tier, out HotRows? rows)
    {
        rows = part.Ordered;
        if (rows is not null || part.Newest == 0)
        {
            return true;
        }

        int count = Count(part, tier == ReadTier.BlockCache ? QuickRows : FewRows);
        if (count > QuickRows)
        {
            return false;
        }

        rows = new HotRows(part.Epoch!, prefix.Family, part.KeepsDeletions);
        rows.LoadChain(part.Newest, until: 0);
        if (count > FewRows)
        {
            rows = table.KeepOrdered(prefix, rows, part.Newest);
        }

        return true;
    }

    // Counts up to one more than the limit.
    private static int Count(in HotPart part, int limit)
    {
        int count = 0;
        for (long at = part.Newest; at != 0 && count <= limit; at = RowLayout.LinkOf(part.Epoch!.RowAt(at)))
        {
            count++;
        }

        return count;
    }
}
