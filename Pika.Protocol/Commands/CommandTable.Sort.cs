using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>SORT.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Sorting() =>
        [
            new(
                "sort",
                -2,
                Write | DenyOom,
                At(1, RO | Access),
                Unknown(RO | Access).Note("The keys of BY and GET follow from the elements"),
                Unknown(OW | Update).Note("STORE may stand anywhere")
            )
            {
                Since = "1.0.0",
                Summary = "Sorts a list, set or sorted set, and returns or stores the result.",
                Complexity = "O(N*log(N)) with N elements",
                Acl = AclCategories.Set | AclCategories.SortedSet | AclCategories.List | AclCategories.Dangerous,
                NoGroupCategory = true,
                KeyRule = KeyRules.Sort,
                Arguments = [.. SortArguments(), Key("destination", 2).WithToken("STORE").Optional()],
            },
            new("sort_ro", -2, ReadOnly, At(1, RO | Access), Unknown(RO | Access).Note("The keys of BY and GET follow from the elements"))
            {
                Since = "7.0.0",
                Summary = "Sorts a list, set or sorted set, and returns the result.",
                Complexity = "O(N*log(N)) with N elements",
                Acl = AclCategories.Set | AclCategories.SortedSet | AclCategories.List | AclCategories.Dangerous,
                NoGroupCategory = true,
                Execution = Execution.TurnRead,
                KeyRule = KeyRules.SortRo,
                Arguments = SortArguments(),
            },
        ];

    private static Argument[] SortArguments() =>
        [
            Key(),
            Pattern("pattern", "BY").FoundBy(1).Optional(),
            Limit(),
            Pattern("pattern", "GET").FoundBy(1).Optional().MultipleToken(),
            OneOf("order", Word("ASC"), Word("DESC")).Optional(),
            Word("ALPHA", "sorting").Optional(),
        ];
}
