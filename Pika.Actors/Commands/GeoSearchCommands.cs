using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands that find the places in an area of a geospatial index, and answer with them or store them.</summary>
internal static class GeoSearchCommands
{
    /// <summary>GEOSEARCH key FROMMEMBER member | FROMLONLAT longitude latitude BYRADIUS radius unit | BYBOX width height unit [options]</summary>
    public static void GeoSearch(CommandContext c) => Run(c, GeoSearchForm.Search);

    /// <summary>GEOSEARCHSTORE destination source, and as GEOSEARCH [STOREDIST]</summary>
    public static void GeoSearchStore(CommandContext c) => Run(c, GeoSearchForm.SearchStore);

    /// <summary>GEORADIUS key longitude latitude radius unit [options] [STORE key | STOREDIST key]</summary>
    public static void GeoRadius(CommandContext c) => Run(c, GeoSearchForm.Radius);

    /// <summary>GEORADIUS_RO key longitude latitude radius unit [options]</summary>
    public static void GeoRadiusRo(CommandContext c) => Run(c, GeoSearchForm.RadiusReadOnly);

    /// <summary>GEORADIUSBYMEMBER key member radius unit [options] [STORE key | STOREDIST key]</summary>
    public static void GeoRadiusByMember(CommandContext c) => Run(c, GeoSearchForm.RadiusByMember);

    /// <summary>GEORADIUSBYMEMBER_RO key member radius unit [options]</summary>
    public static void GeoRadiusByMemberRo(CommandContext c) => Run(c, GeoSearchForm.RadiusByMemberReadOnly);

    private static void Run(CommandContext c, GeoSearchForm form)
    {
        using var row = c.Keyspace.Lookup(c[form.Source]);
        if (c.IsWrongType(row, ValueType.Zset))
        {
            return;
        }

        var zset = row.Exists ? c.Keyspace.Zsets.Open(c[form.Source], row) : default;
        var options = new GeoSearchOptions(c, form, row.Exists, zset);
        if (!options.TryParse())
        {
            return;
        }

        var found = c.Keyspace.Zsets.Places;
        found.Clear();
        if (row.Exists)
        {
            Storage.Keyspace.GeoSearch.Find(c.Keyspace, zset, options.Area, options.Any ? options.Count : 0, found);
        }

        if (c.Keyspace.Incomplete)
        {
            return;
        }

        int count = options.Count == 0 ? found.Count : (int)Math.Min(options.Count, found.Count);
        if (options.Sorted)
        {
            found.Sort(options.FarFirst, count);
        }

        if (options.Destination > 0)
        {
            Store(c, form, options, found, count);
        }
        else
        {
            Reply(c, options, found, count);
        }
    }

    private static void Store(CommandContext c, GeoSearchForm form, GeoSearchOptions options, GeoPlaces found, int count)
    {
        var members = new ScoredMembers();
        for (int i = 0; i < count; i++)
        {
            members.Add(found.Member(i), options.StoreDistances ? found.Distance(i) / options.Unit : found.Score(i));
        }

        members.Sort();
        ZsetRangeCommands.Store(c, options.Destination, members, form.IsSearch ? "geosearchstore"u8 : "georadiusstore"u8);
    }

    private static void Reply(CommandContext c, GeoSearchOptions options, GeoPlaces found, int count)
    {
        int extras = (options.WithDistance ? 1 : 0) + (options.WithHash ? 1 : 0) + (options.WithPlace ? 1 : 0);
        c.Reply.Array(count);
        for (int i = 0; i < count; i++)
        {
            if (extras > 0)
            {
                c.Reply.Array(1 + extras);
            }

            c.Reply.Bulk(found.Member(i));
            if (options.WithDistance)
            {
                c.Reply.Distance(found.Distance(i) / options.Unit);
            }

            if (options.WithHash)
            {
                c.Reply.Integer((long)found.Score(i));
            }

            if (options.WithPlace)
            {
                c.Reply.Place(GeoCell.Decode(found.Score(i)));
            }
        }
    }
}
