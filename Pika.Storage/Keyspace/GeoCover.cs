namespace Pika.Storage.Keyspace;

/// <summary>
/// The ranges of scores that hold all places of an area: those of the cell around its middle and of its neighbours, in a grid so coarse that they reach far enough.
/// Which they are and in which order is Redis's choice: replies that are not sorted show it.
/// </summary>
internal static class GeoCover
{
    /// <summary>The most ranges.</summary>
    public const int Most = 9;

    private const int MostSteps = 26;

    /// <summary>Half of the equator in the Mercator projection, meters: what the grid of one step, of four cells, is fine enough for.</summary>
    private const double HalfWorld = 20037726.37;

    // The middle first, then its neighbours: north, south, east, west, and the corners.
    private static ReadOnlySpan<sbyte> EastOf => [0, 0, 0, 1, -1, 1, -1, 1, -1];

    private static ReadOnlySpan<sbyte> NorthOf => [0, 1, -1, 0, 0, 1, 1, -1, -1];

    /// <summary>Fills in the ranges, <see cref="Most"/> or fewer: each from its first score to before its last.</summary>
    /// <returns>Their number.</returns>
    public static int Of(in GeoArea area, Span<(double From, double To)> ranges)
    {
        var bounds = area.Bounds;
        int steps = StepsFor(area.Reach, area.Center.Latitude);
        var middle = GeoGridCell.At(area.Center, steps);
        if (steps > 1 && FallsShort(middle, bounds))
        {
            middle = GeoGridCell.At(area.Center, --steps);
        }

        var own = middle.Bounds;
        bool isFine = steps >= 2;
        bool noSouth = isFine && own.South < bounds.South;
        bool noNorth = isFine && own.North > bounds.North;
        bool noWest = isFine && own.West < bounds.West;
        bool noEast = isFine && own.East > bounds.East;

        int count = 0;
        GeoGridCell? before = null;
        for (int i = 0; i < Most; i++)
        {
            (int east, int north) = (EastOf[i], NorthOf[i]);
            if ((north < 0 && noSouth) || (north > 0 && noNorth) || (east < 0 && noWest) || (east > 0 && noEast))
            {
                continue;
            }

            // In the coarsest grid the way to the east and the way to the west lead to the same cell.
            var cell = middle.Moved(east, north);
            if (cell != before)
            {
                ranges[count++] = cell.Scores;
                before = i > 0 ? cell : null;
            }
        }

        return count;
    }

    private static int StepsFor(double reach, double latitude)
    {
        if (reach == 0)
        {
            return MostSteps;
        }

        int steps = -1;
        for (; reach < HalfWorld; reach *= 2)
        {
            steps++;
        }

        // Cells are narrower towards the poles.
        double pole = Math.Abs(latitude);
        steps -=
            pole > 80 ? 2
            : pole > 66 ? 1
            : 0;
        return Math.Clamp(steps, 1, MostSteps);
    }

    private static bool FallsShort(in GeoGridCell middle, in GeoBounds bounds) =>
        middle.Moved(0, 1).Bounds.North < bounds.North
        || middle.Moved(0, -1).Bounds.South > bounds.South
        || middle.Moved(1, 0).Bounds.East < bounds.East
        || middle.Moved(-1, 0).Bounds.West > bounds.West;
}
