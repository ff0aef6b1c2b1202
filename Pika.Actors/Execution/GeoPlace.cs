using System.Globalization;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>Places as arguments.</summary>
internal static class GeoPlace
{
    /// <summary>Reads longitude and latitude. False: they are no place, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, int index, out (double Longitude, double Latitude) place)
    {
        place = default;
        if (!c.TryDouble(index, out double longitude) || !c.TryDouble(index + 1, out double latitude))
        {
            return false;
        }

        place = (longitude, latitude);
        if (GeoCell.IsInRange(longitude, latitude))
        {
            return true;
        }

        c.Error($"ERR invalid longitude,latitude pair {Text(longitude)},{Text(latitude)}");
        return false;
    }

    private static string Text(double value) =>
        double.IsInfinity(value) ? (value < 0 ? "-inf" : "inf") : value.ToString("F6", CultureInfo.InvariantCulture);
}
