namespace Pika.Tests.Differential;

/// <summary>The commands on geospatial indexes, and some that make sorted sets of other things.</summary>
internal sealed class GeoGrammar : Grammar
{
    protected override string[] Command(Chance c) =>
        c.Between(0, 11) switch
        {
            0 or 1 or 2 or 3 => [c.Word("GEOADD"), c.Key(), .. c.Some([c.WordOf("NX", "XX")], [c.Word("CH")], ["NX"]), .. Places(c)],
            4 or 5 => ["GEODIST", c.Key(), Member(c), Member(c), .. c.Some([c.WordOf("M", "KM", "FT", "MI", "YD")])],
            6 or 7 => ["GEOHASH", c.Key(), .. Members(c)],
            8 or 9 => ["GEOPOS", c.Key(), .. Members(c)],
            10 => c.Once(3)
                ? ["SET", c.Key(), "text"]
                : ["ZADD", c.Key(), c.Of("0", "1", "-1", "3479099956230698", "4503599627370495"), Member(c)],
            _ => c.Of<string[]>(["DEL", c.Key()], ["ZREM", c.Key(), Member(c)], ["ZRANGE", c.Key(), "0", "-1", "WITHSCORES"]),
        };

    private static string[] Places(Chance c) =>
        [.. Enumerable.Range(0, c.Between(1, 3)).SelectMany(_ => new[] { Longitude(c), Latitude(c), Member(c) })];

    private static string[] Members(Chance c) => [.. Enumerable.Range(0, c.Between(0, 4)).Select(_ => Member(c))];

    private static string Member(Chance c) => c.Of("a", "b", "c", "d", "e", "f", "");

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
