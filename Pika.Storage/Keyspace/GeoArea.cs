namespace Pika.Storage.Keyspace;

/// <summary>A circle or a box on earth. The formulas are Redis's, so that what lies inside is the same at the very edge too.</summary>
public readonly record struct GeoArea
{
    /// <summary>The middle, degrees.</summary>
    public (double Longitude, double Latitude) Center { get; init; }

    /// <summary>It is a box; else a circle.</summary>
    public bool IsBox { get; init; }

    /// <summary>Of a circle, in units.</summary>
    public double Radius { get; init; }

    /// <summary>Of a box from west to east, in units.</summary>
    public double Width { get; init; }

    /// <summary>Of a box from south to north, in units.</summary>
    public double Height { get; init; }

    /// <summary>Meters in one unit.</summary>
    public double Unit { get; init; }

    /// <summary>How far the farthest point is from the middle, meters.</summary>
    internal double Reach => (IsBox ? Math.Sqrt((Width / 2 * (Width / 2)) + (Height / 2 * (Height / 2))) : Radius) * Unit;

    /// <summary>The degrees between which the area lies. They may go beyond all coordinates, and have no number near a pole.</summary>
    internal GeoBounds Bounds
    {
        get
        {
            double high = GeoCell.Degrees(Unit * (IsBox ? Height / 2 : Radius) / GeoCell.EarthRadius);
            double across = Unit * (IsBox ? Width / 2 : Radius) / GeoCell.EarthRadius;

            // Meridians come nearer towards the poles: the edge on the pole's side spans the most degrees.
            double edge = Center.Latitude < 0 ? Center.Latitude - high : Center.Latitude + high;
            double wide = GeoCell.Degrees(across / Math.Cos(GeoCell.Radians(edge)));
            return new GeoBounds(Center.Longitude - wide, Center.Latitude - high, Center.Longitude + wide, Center.Latitude + high);
        }
    }

    /// <summary>Whether a place lies in the area, its edge included.</summary>
    /// <param name="distance">From the middle, meters, if it does.</param>
    public bool Contains((double Longitude, double Latitude) place, out double distance)
    {
        distance = 0;
        if (IsBox && (IsTooHigh(place) || IsTooWide(place)))
        {
            return false;
        }

        distance = GeoCell.Distance(Center, place);
        return IsBox || !(distance > Radius * Unit);
    }

    private bool IsTooHigh((double Longitude, double Latitude) place) =>
        GeoCell.Distance((place.Longitude, place.Latitude), (place.Longitude, Center.Latitude)) > Height * Unit / 2;

    private bool IsTooWide((double Longitude, double Latitude) place) =>
        GeoCell.Distance(place, (Center.Longitude, place.Latitude)) > Width * Unit / 2;
}
