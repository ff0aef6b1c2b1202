namespace Pika.Tests.Differential;

/// <summary>The commands on geospatial indexes, and some that make sorted sets of other things.</summary>
internal sealed class GeoGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 19) switch
        {
            0 or 1 or 2 => [c.Word("GEOADD"), c.Key(), .. c.Some([c.WordOf("NX", "XX")], [c.Word("CH")], ["NX"]), .. Places(c, 3)],
            3 => ["GEOADD", c.Key(), .. Places(c, 60)],
            4 or 5 => ["GEODIST", c.Key(), Member(c), Member(c), .. c.Some([c.WordOf("M", "KM", "FT", "MI", "YD")])],
            6 or 7 => ["GEOHASH", c.Key(), .. Members(c)],
            8 or 9 => ["GEOPOS", c.Key(), .. Members(c)],
            10 => c.Once(3)
                ? ["SET", c.Key(), "text"]
                : ["ZADD", c.Key(), c.Of("0", "1", "-1", "3479099956230698", "4503599627370495"), Member(c)],
            11 or 12 or 13 => [c.Word("GEOSEARCH"), c.Key(), .. Search(c)],
            14 or 15 => [c.Word("GEOSEARCHSTORE"), c.Key(), c.Key(), .. Search(c, [c.Word("STOREDIST")])],
            16 => [c.Word("GEORADIUS"), c.Key(), Longitude(c), Latitude(c), .. Circle(c), .. Options(c, StoreKey(c))],
            17 => [c.Word("GEORADIUSBYMEMBER"), c.Key(), Member(c), .. Circle(c), .. Options(c, StoreKey(c))],
            18 => c.Once(2)
                ? ["GEORADIUS_RO", c.Key(), Longitude(c), Latitude(c), .. Circle(c), .. Options(c)]
                : ["GEORADIUSBYMEMBER_RO", c.Key(), Member(c), .. Circle(c), .. Options(c)],
            _ => c.Of<string[]>(["DEL", c.Key()], ["ZREM", c.Key(), Member(c)], ["ZRANGE", c.Key(), "0", "-1", "WITHSCORES"]),
        };

    // Sometimes many places are at one point, so that distances are equal.
    private static string[] Places(Chance c, int most)
    {
        string[] point = [Longitude(c), Latitude(c)];
        var same = c.Once(4);
        return
        [
            .. Enumerable
                .Range(0, c.Between(1, most))
                .SelectMany(i => (string[])[.. same && c.Once(2) ? point : [Longitude(c), Latitude(c)], most > 3 ? $"{i}" : Member(c)]),
        ];
    }

    private static string[] Search(Chance c, params ReadOnlySpan<string[]> more)
    {
        string[] from = c.Once(2) ? [c.Word("FROMMEMBER"), Member(c)] : [c.Word("FROMLONLAT"), Longitude(c), Latitude(c)];
        string[] by = c.Once(2)
            ? [c.Word("BYRADIUS"), .. Circle(c)]
            : [c.Word("BYBOX"), Length(c), Length(c), c.Once(30) ? "yd" : c.Of("m", "km", "KM", "ft", "mi")];
        var options = Options(c, more);
        return c.Between(0, 19) switch
        {
            0 => [.. by, .. options],
            1 => [.. from, .. options],
            2 => [.. from, .. by, .. from, .. by, .. options],
            3 => [.. from, .. by, c.Word("FROMLONLAT"), "1", "2", .. options],
            4 => [.. from, .. by, c.Word("BYRADIUS"), "1", "m", .. options],
            < 8 => [.. options, .. by, .. from],
            _ => [.. from, .. by, .. options],
        };
    }

    private static string[] Options(Chance c, params ReadOnlySpan<string[]> more) =>
        c.Some([
            [c.WordOf("ASC", "DESC")],
            [c.Word("COUNT"), c.Integer(1, 20)],
            [c.Word("COUNT"), c.Integer(0, 5), c.Word("ANY")],
            c.Once(2) ? [c.Word("WITHCOORD")] : [],
            c.Once(2) ? [c.Word("WITHDIST")] : [],
            c.Once(2) ? [c.Word("WITHHASH")] : [],
            c.Once(8) ? [c.Of("ANY", "STORE", "STOREDIST", "COUNT", "x")] : [],
            .. more,
        ]);

    private static string[] StoreKey(Chance c) => [c.WordOf("STORE", "STOREDIST"), c.Key()];

    private static string[] Circle(Chance c) => [Length(c), c.Once(30) ? "yd" : c.Of("m", "km", "KM", "ft", "mi")];

    private static string Length(Chance c) =>
        c.Between(0, 24) switch
        {
            0 => c.Of("0", "-1", "x", "inf", "nan", "1e9", "-0", "1e-9", ""),
            < 4 => $"{c.Between(0, 30)}",
            < 12 => $"{c.Between(0, 20_000)}.{c.Between(0, 99)}",
            < 18 => $"{c.Between(0, 300)}",
            _ => $"{c.Between(0, 12_000_000)}",
        };

    private static string[] Members(Chance c) => [.. Enumerable.Range(0, c.Between(0, 4)).Select(_ => Member(c))];

    private static string Member(Chance c) => c.Once(6) ? $"{c.Between(0, 9)}" : c.Of("a", "b", "c", "d", "e", "f", "");

    private static string Longitude(Chance c) =>
        c.Between(0, 19) switch
        {
            0 => c.Of("180", "-180", "180.1", "x", "1e9", "inf", "nan", "", "0"),
            < 10 => $"13.{c.Between(0, 999999)}",
            _ => $"{c.Between(-179, 179)}.{c.Between(0, 999999)}",
        };

    private static string Latitude(Chance c) =>
        c.Between(0, 19) switch
        {
            0 => c.Of("85.05112878", "-85.05112878", "85.1", "x", "-inf", "0"),
            < 10 => $"38.{c.Between(0, 999999)}",
            _ => $"{c.Between(-84, 84)}.{c.Between(0, 999999)}",
        };
}
