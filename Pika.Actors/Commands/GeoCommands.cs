using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on single members of geospatial indexes, which are sorted sets.</summary>
internal static class GeoCommands
{
    /// <summary>GEOADD key [NX | XX] [CH] longitude latitude member [longitude latitude member ...]</summary>
    public static void GeoAdd(CommandContext c)
    {
        var options = new ZaddOptions { First = 2 };
        for (bool any = true; any && options.First < c.Count; )
        {
            var taken =
                c.Is(options.First, "nx"u8) ? options with { OnlyAdd = true }
                : c.Is(options.First, "xx"u8) ? options with { OnlyUpdate = true }
                : c.Is(options.First, "ch"u8) ? options with { CountChanged = true }
                : default;
            any = taken.First > 0;
            options = any ? taken with { First = options.First + 1 } : options;
        }

        int left = c.Count - options.First;
        if (left == 0 || left % 3 != 0 || options is { OnlyAdd: true, OnlyUpdate: true })
        {
            c.SyntaxError();
            return;
        }

        var scores = new double[left / 3];
        for (int i = 0; i < scores.Length; i++)
        {
            if (!GeoPlace.TryParse(c, options.First + (3 * i), out var place))
            {
                return;
            }

            scores[i] = GeoCell.Encode(place.Longitude, place.Latitude);
        }

        ZsetCommands.Put(c, options, scores, options.First + 2, 3);
    }

    /// <summary>GEODIST key member1 member2 [M | KM | FT | MI]</summary>
    public static void GeoDist(CommandContext c)
    {
        double meters = 1;
        if (c.Count == 5 && !GeoUnit.TryParse(c, 4, out meters))
        {
            return;
        }

        if (c.Count > 5)
        {
            c.SyntaxError();
            return;
        }

        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        if (zset.TryScore(c[2], out double from) && zset.TryScore(c[3], out double to))
        {
            c.Reply.Distance(GeoCell.Distance(GeoCell.Decode(from), GeoCell.Decode(to)) / meters);
        }
        else
        {
            c.Reply.Null();
        }
    }

    /// <summary>GEOHASH key [member ...]</summary>
    public static void GeoHash(CommandContext c) =>
        ForEach(c, static (c, score) => c.Reply.Bulk(GeoCell.ToText(score)), static c => c.Reply.Null());

    /// <summary>GEOPOS key [member ...]</summary>
    public static void GeoPos(CommandContext c) =>
        ForEach(c, static (c, score) => c.Reply.Place(GeoCell.Decode(score)), static c => c.Reply.NullArray());

    private static void ForEach(CommandContext c, Action<CommandContext, double> found, Action<CommandContext> missing)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        var zset = c.Keyspace.Zsets.Open(c[1], row);
        c.Reply.Array(c.Count - 2);
        for (int i = 2; i < c.Count; i++)
        {
            if (zset.TryScore(c[i], out double score))
            {
                found(c, score);
            }
            else
            {
                missing(c);
            }
        }
    }
}
