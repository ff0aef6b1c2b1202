namespace Pika.Actors.Execution;

/// <summary>The units of distances.</summary>
internal static class GeoUnit
{
    /// <summary>Reads a unit: meters in one of it. False: it is none, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, int index, out double meters)
    {
        meters =
            c.Is(index, "m"u8) ? 1
            : c.Is(index, "km"u8) ? 1000
            : c.Is(index, "ft"u8) ? 0.3048
            : c.Is(index, "mi"u8) ? 1609.34
            : 0;
        if (meters == 0)
        {
            c.Error("ERR unsupported unit provided. please use M, KM, FT, MI");
        }

        return meters != 0;
    }
}
