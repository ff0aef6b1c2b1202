namespace Pika.Storage.Keyspace;

/// <summary>Finds the members of a sorted set whose scores are places in an area.</summary>
public static class GeoSearch
{
    /// <summary>How often a search asks whether it may go on.</summary>
    private const int AskEvery = 1024;

    /// <summary>Fills <paramref name="found"/>, emptied first. Void when the view is <see cref="Keyspace.Incomplete"/> afterwards.</summary>
    /// <param name="most">As many are enough, whichever come first; 0: all are wanted.</param>
    public static void Find(Keyspace keyspace, Zset zset, in GeoArea area, long most, GeoPlaces found)
    {
        found.Clear();
        Span<(double From, double To)> ranges = stackalloc (double, double)[GeoCover.Most];
        int count = GeoCover.Of(area, ranges);
        long seen = 0;
        foreach (var (from, to) in ranges[..count])
        {
            var walk = zset.Walk(ZsetBound.Before(from), ZsetBound.Before(to), backward: false);
            try
            {
                while (walk.Next())
                {
                    if (++seen % AskEvery == 0 && !keyspace.MayProcess(seen * ElementRows.ElementCost))
                    {
                        return;
                    }

                    if (area.Contains(GeoCell.Decode(walk.Score), out double distance))
                    {
                        found.Add(walk.Member, walk.Score, distance);
                        if (found.Count == most)
                        {
                            return;
                        }
                    }
                }
            }
            finally
            {
                walk.Dispose();
            }

            if (keyspace.Incomplete)
            {
                return;
            }
        }
    }
}
