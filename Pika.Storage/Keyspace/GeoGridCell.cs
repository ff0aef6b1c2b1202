namespace Pika.Storage.Keyspace;

/// <summary>
/// A cell of a grid that divides all longitudes and latitudes by 2^<paramref name="Steps"/>, 1 to 26. The most eastern longitude and the most northern latitude
/// begin a cell beyond the last one.
/// </summary>
internal readonly record struct GeoGridCell(uint X, uint Y, int Steps)
{
    /// <summary>The degrees that it spans.</summary>
    public GeoBounds Bounds =>
        new(
            GeoCell.EdgeOf(X, Steps, GeoCell.MostLongitude),
            GeoCell.EdgeOf(Y, Steps, GeoCell.MostLatitude),
            GeoCell.EdgeOf(X + 1, Steps, GeoCell.MostLongitude),
            GeoCell.EdgeOf(Y + 1, Steps, GeoCell.MostLatitude)
        );

    /// <summary>The scores of its places: from the first, to before the last.</summary>
    public (double From, double To) Scores
    {
        get
        {
            ulong bits = GeoCell.Interleave(X, Y);
            int shift = 2 * (GeoCell.Steps - Steps);
            return (bits << shift, (bits + 1) << shift);
        }
    }

    /// <summary>The cell of a place.</summary>
    public static GeoGridCell At((double Longitude, double Latitude) place, int steps) =>
        new(GeoCell.Cell(place.Longitude, GeoCell.MostLongitude, steps), GeoCell.Cell(place.Latitude, GeoCell.MostLatitude, steps), steps);

    /// <summary>The cell so many cells away; behind an edge of the grid it goes on at the other.</summary>
    public GeoGridCell Moved(int east, int north) => this with { X = Moved(X, east), Y = Moved(Y, north) };

    private uint Moved(uint cell, int by) => by == 0 ? cell : (uint)((int)cell + by) & ((1u << Steps) - 1);
}
