using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Geospatial indexes: sorted sets of places.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Geo() =>
        [
            new("geoadd", -5, Write | DenyOom, At(1, RW | Update))
            {
                Since = "3.2.0",
                Summary = "Adds places, or moves them.",
                Complexity = "O(log N) for each place",
                History = [("6.2.0", "`CH`, `NX` and `XX`.")],
                Arguments =
                [
                    Key(),
                    OneOf("condition", Word("NX"), Word("XX")).Optional().From("6.2.0"),
                    Word("CH", "change").Optional().From("6.2.0"),
                    Block("longitude_latitude_member", Float("longitude"), Float("latitude"), Text("member")).Multiple(),
                ],
            },
            new("geodist", -4, ReadOnly, At(1, RO | Access))
            {
                Since = "3.2.0",
                Summary = "Returns the distance of two places.",
                Complexity = "O(1)",
                Execution = Execution.TurnRead,
                Arguments =
                [
                    Key(),
                    Text("member1"),
                    Text("member2"),
                    OneOf("unit", Word("M"), Word("KM"), Word("FT"), Word("MI")).Optional(),
                ],
            },
            new("geohash", -2, ReadOnly, At(1, RO | Access))
            {
                Since = "3.2.0",
                Summary = "Returns places as standard geohashes.",
                Complexity = "O(1) for each place",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("member").Multiple()],
            },
            new("geopos", -2, ReadOnly, At(1, RO | Access))
            {
                Since = "3.2.0",
                Summary = "Returns the longitude and latitude of places.",
                Complexity = "O(1) for each place",
                Execution = Execution.TurnRead,
                Arguments = [Key(), Text("member").Multiple()],
            },
        ];
}
