namespace Pika.Storage.Keyspace;

/// <summary>
/// Places on earth as scores of sorted sets: longitude and latitude in steps of 2^-26 of their ranges, their bits interleaved into 52. Near places mostly have near
/// scores. Formulas and their order are Redis's, so that replies are equal to the last digit.
/// </summary>
public static class GeoCell
{
    /// <summary>The range of longitudes, degrees to both sides.</summary>
    public const double MostLongitude = 180;

    /// <summary>The range of latitudes, degrees to both sides: where the Mercator projection is a square.</summary>
    public const double MostLatitude = 85.05112878;

    /// <summary>Bits of each coordinate.</summary>
    internal const int Steps = 26;

    /// <summary>The radius of the earth, meters.</summary>
    internal const double EarthRadius = 6372797.560856;

    /// <summary>The range of latitudes of geohashes as text.</summary>
    private const double MostStandardLatitude = 90;

    /// <summary>Letters of a geohash as text. The last would need more bits than there are, and is always 0.</summary>
    private const int TextLength = 11;
    private const double TwoTo63 = 9223372036854775808.0;

    private static ReadOnlySpan<byte> Alphabet => "0123456789bcdefghjkmnpqrstuvwxyz"u8;

    /// <summary>Whether a place can have a score.</summary>
    public static bool IsInRange(double longitude, double latitude) =>
        longitude is >= -MostLongitude and <= MostLongitude && latitude is >= -MostLatitude and <= MostLatitude;

    /// <summary>The score of a place in range.</summary>
    public static ulong Encode(double longitude, double latitude) => Encode(longitude, latitude, MostLatitude);

    /// <summary>The middle of the cell that a score stands for.</summary>
    public static (double Longitude, double Latitude) Decode(double score)
    {
        ulong bits = BitsOf(score);
        return (Middle(Squash(bits >> 1), MostLongitude), Middle(Squash(bits), MostLatitude));
    }

    // Any sorted set may be asked. Of a score below zero C takes the bits of the integer; one that no integer holds becomes what the processor of Redis's makers
    // gives: 2^63 below zero, and 0 above.
    private static ulong BitsOf(double score) =>
        score switch
        {
            < -TwoTo63 => 1UL << 63,
            < 0 => (ulong)(long)score,
            < 2 * TwoTo63 => (ulong)score,
            _ => 0,
        };

    /// <summary>The standard geohash of a score's place, as text.</summary>
    public static byte[] ToText(double score)
    {
        var (longitude, latitude) = Decode(score);
        ulong bits = Encode(longitude, latitude, MostStandardLatitude);
        var text = new byte[TextLength];
        for (int i = 0; i < TextLength; i++)
        {
            int shift = (2 * Steps) - (5 * (i + 1));
            text[i] = Alphabet[shift < 0 ? 0 : (int)(bits >> shift) & 31];
        }

        return text;
    }

    /// <summary>The distance of two places along a great circle, meters.</summary>
    public static double Distance((double Longitude, double Latitude) from, (double Longitude, double Latitude) to)
    {
        double v = Math.Sin((Radians(to.Longitude) - Radians(from.Longitude)) / 2);
        (double latitude1, double latitude2) = (Radians(from.Latitude), Radians(to.Latitude));
        if (v == 0)
        {
            return EarthRadius * Math.Abs(latitude2 - latitude1);
        }

        double u = Math.Sin((latitude2 - latitude1) / 2);
        double a = (u * u) + (Math.Cos(latitude1) * Math.Cos(latitude2) * v * v);
        return 2.0 * EarthRadius * Math.Asin(Math.Sqrt(a));
    }

    internal static double Radians(double degrees) => degrees * (Math.PI / 180);

    internal static double Degrees(double radians) => radians / (Math.PI / 180);

    /// <summary>Which of the 2^steps cells between the ends of a range a coordinate is in.</summary>
    internal static uint Cell(double coordinate, double most, int steps) => (uint)((coordinate + most) / (2 * most) * (1UL << steps));

    /// <summary>The coordinate at which a cell begins.</summary>
    internal static double EdgeOf(uint cell, int steps, double most) => -most + (cell * 1.0 / (1UL << steps) * (2 * most));

    /// <summary>The bits of two coordinates in turn, the lowest of latitude first.</summary>
    internal static ulong Interleave(uint x, uint y) => Spread(y) | (Spread(x) << 1);

    private static ulong Encode(double longitude, double latitude, double mostLatitude) =>
        Interleave(Cell(longitude, MostLongitude, Steps), Cell(latitude, mostLatitude, Steps));

    private static double Middle(uint cell, double most)
    {
        double least = EdgeOf(cell, Steps, most);
        double greatest = EdgeOf(cell + 1, Steps, most);
        return Math.Clamp((least + greatest) / 2, -most, most);
    }

    private static ulong Spread(uint value)
    {
        ulong x = value;
        x = (x | (x << 16)) & 0x0000FFFF0000FFFF;
        x = (x | (x << 8)) & 0x00FF00FF00FF00FF;
        x = (x | (x << 4)) & 0x0F0F0F0F0F0F0F0F;
        x = (x | (x << 2)) & 0x3333333333333333;
        return (x | (x << 1)) & 0x5555555555555555;
    }

    private static uint Squash(ulong x)
    {
        x &= 0x5555555555555555;
        x = (x | (x >> 1)) & 0x3333333333333333;
        x = (x | (x >> 2)) & 0x0F0F0F0F0F0F0F0F;
        x = (x | (x >> 4)) & 0x00FF00FF00FF00FF;
        x = (x | (x >> 8)) & 0x0000FFFF0000FFFF;
        return (uint)(x | (x >> 16));
    }
}
