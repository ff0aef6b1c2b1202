using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Searches of geospatial indexes.</content>
public static partial class CommandTable
{
    private const string SearchCost = "O(log M + N) with M places, N of them in the cells around the area";

    private static (string Version, string Change) AnyOfCount => ("6.2.0", "`ANY` after `COUNT`.");

    private static (string Version, string Change) UpperCaseUnits => ("7.0.0", "Units in upper case.");

    private static CommandSpec[] GeoSearches() =>
        [
            new("georadius", -6, Write | DenyOom, At(1, RO | Access), After("STORE", 6, OW | Update), After("STOREDIST", 6, OW | Update))
            {
                Since = "3.2.0",
                Summary = "Returns or stores the places in a circle around a point.",
                Complexity = SearchCost,
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument",
                History = [AnyOfCount, UpperCaseUnits],
                KeyRule = KeyRules.GeoRadius,
                Arguments = [Key(), .. Point(), .. Circle(), .. With(), CountOf("6.2.0"), Order(), .. StoreKeys()],
            },
            new(
                "georadiusbymember",
                -5,
                Write | DenyOom,
                At(1, RO | Access),
                After("STORE", 5, OW | Update),
                After("STOREDIST", 5, OW | Update)
            )
            {
                Since = "3.2.0",
                Summary = "Returns or stores the places in a circle around one of them.",
                Complexity = SearchCost,
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments",
                History = [UpperCaseUnits],
                KeyRule = KeyRules.GeoRadiusByMember,
                Arguments = [Key(), Text("member"), .. Circle(), .. With(), CountOf(), Order(), .. StoreKeys()],
            },
            new("georadiusbymember_ro", -5, ReadOnly, At(1, RO | Access))
            {
                Since = "3.2.10",
                Summary = "Returns the places in a circle around one of them.",
                Complexity = SearchCost,
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("member"), .. Circle(), .. With(), CountOf(), Order()],
            },
            new("georadius_ro", -6, ReadOnly, At(1, RO | Access))
            {
                Since = "3.2.10",
                Summary = "Returns the places in a circle around a point.",
                Complexity = SearchCost,
                DeprecatedSince = "6.2.0",
                ReplacedBy = "`GEOSEARCH` with the `BYRADIUS` argument",
                History = [AnyOfCount],
                Execution = Execution.TurnRead,
                Arguments = [Key(), .. Point(), .. Circle(), .. With(), CountOf("6.2.0"), Order()],
            },
            new("geosearch", -7, ReadOnly, At(1, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Returns the places in a circle or a box.",
                Complexity = SearchCost,
                History = [UpperCaseUnits],
                Execution = Execution.TurnRead,
                Arguments = [Key(), From(), By(), Order(), CountOf(), .. With()],
            },
            new("geosearchstore", -8, Write | DenyOom, At(1, OW | Update), At(2, RO | Access))
            {
                Since = "6.2.0",
                Summary = "Stores the places in a circle or a box.",
                Complexity = SearchCost,
                History = [UpperCaseUnits],
                Arguments = [Key("destination"), Key("source", 1), From(), By(), Order(), CountOf(), Word("STOREDIST").Optional()],
            },
        ];

    private static Argument[] Point() => [Float("longitude"), Float("latitude")];

    private static Argument Unit() => OneOf("unit", Word("M"), Word("KM"), Word("FT"), Word("MI"));

    private static Argument[] Circle() => [Float("radius"), Unit()];

    private static Argument From() =>
        OneOf("from", Text("member", "FROMMEMBER"), Block("longitude_latitude", Point()).WithToken("FROMLONLAT"));

    private static Argument By() =>
        OneOf("by", Block("circle", Float("radius", "BYRADIUS"), Unit()), Block("box", Float("width", "BYBOX"), Float("height"), Unit()));

    private static Argument[] With() => [Word("WITHCOORD").Optional(), Word("WITHDIST").Optional(), Word("WITHHASH").Optional()];

    private static Argument CountOf(string? since = null)
    {
        var any = Word("ANY").Optional();
        return Block("count", Int("count", "COUNT"), since is null ? any : any.From(since)).Optional();
    }

    private static Argument Order() => OneOf("order", Word("ASC"), Word("DESC")).Optional();

    private static Argument[] StoreKeys() => [Key("key", 1).WithToken("STORE").Optional(), Key("key", 2).WithToken("STOREDIST").Optional()];
}
