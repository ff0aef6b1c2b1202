using System.Globalization;
using Pika.Protocol;

namespace Pika.Actors.Execution;

/// <summary>Replies with places and distances.</summary>
internal static class GeoReplies
{
    /// <summary>The longest number: sign, 309 digits, point, 17 digits.</summary>
    private const int Longest = 330;

    /// <summary>A distance with four digits behind the point, as text in both protocols.</summary>
    public static void Distance(this RespWriter reply, double distance)
    {
        Span<byte> text = stackalloc byte[Longest];
        _ = distance.TryFormat(text, out int length, "F4", CultureInfo.InvariantCulture);
        reply.Bulk(text[..length]);
    }

    /// <summary>Longitude and latitude.</summary>
    public static void Place(this RespWriter reply, (double Longitude, double Latitude) place)
    {
        reply.Array(2);
        Coordinate(reply, place.Longitude);
        Coordinate(reply, place.Latitude);
    }

    // Seventeen digits behind the point, without the zeros at the end.
    private static void Coordinate(RespWriter reply, double value)
    {
        Span<byte> text = stackalloc byte[Longest];
        _ = value.TryFormat(text, out int length, "F17", CultureInfo.InvariantCulture);
        text = text[..length].TrimEnd((byte)'0').TrimEnd((byte)'.');
        text = text.SequenceEqual("-0"u8) ? text[1..] : text;
        if (reply.Protocol < 3)
        {
            reply.Bulk(text);
            return;
        }

        reply.Raw(","u8);
        reply.Raw(text);
        reply.Raw("\r\n"u8);
    }
}
