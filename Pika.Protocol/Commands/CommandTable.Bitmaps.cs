using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Strings seen as arrays of bits.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Bitmaps() =>
        [
            new("bitcount", -2, ReadOnly, At(1, RO | Access))
            {
                Since = "2.6.0",
                Summary = "Counts the bits that are set.",
                Complexity = "O(N)",
                History = [("7.0.0", "Ranges in bits: `BYTE` or `BIT`.")],
                Arguments =
                [
                    Key(),
                    Block("index", Int("start"), Int("end"), OneOf("index_unit", Word("BYTE"), Word("BIT")).Optional().From("7.0.0"))
                        .Optional(),
                ],
            },
            new(
                "bitfield",
                -2,
                Write | DenyOom,
                At(1, RW | Access | Update | VariableFlags).Note("It reads or writes, depending on the operations")
            )
            {
                Since = "3.2.0",
                Summary = "Reads and writes integers of any width at any bit.",
                Complexity = "O(1) for each operation",
                KeyRule = KeyRules.BitField,
                Arguments =
                [
                    Key(),
                    OneOf(
                            "operation",
                            Block("encoding_offset", Text("encoding"), Int("offset")).WithToken("GET"),
                            Block(
                                "write",
                                OneOf("wrap_sat_fail", Word("WRAP"), Word("SAT"), Word("FAIL")).WithToken("OVERFLOW").Optional(),
                                OneOf(
                                    "write_operation",
                                    Block("encoding_offset_value", Text("encoding"), Int("offset"), Int("value")).WithToken("SET"),
                                    Block("encoding_offset_increment", Text("encoding"), Int("offset"), Int("increment"))
                                        .WithToken("INCRBY")
                                )
                            )
                        )
                        .Optional()
                        .Multiple(),
                ],
            },
            new("bitfield_ro", -2, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "6.0.0",
                Summary = "Reads integers of any width at any bit.",
                Complexity = "O(1) for each operation",
                Arguments = [Key(), Block("encoding_offset", Text("encoding"), Int("offset")).WithToken("GET").Optional().MultipleToken()],
            },
            new("bitop", -4, Write | DenyOom, At(2, OW | Update), At(3, RO | Access).To(-1))
            {
                Since = "2.6.0",
                Summary = "Combines strings bit by bit and stores the result.",
                Complexity = "O(N)",
                Arguments = [Text("operation"), Key("destkey"), Key("key", 1).Multiple()],
            },
            new("bitpos", -3, ReadOnly, At(1, RO | Access))
            {
                Since = "2.8.7",
                Summary = "Finds the first bit that is set, or clear.",
                Complexity = "O(N)",
                History = [("7.0.0", "Ranges in bits: `BYTE` or `BIT`.")],
                Arguments =
                [
                    Key(),
                    Int("bit"),
                    Block(
                            "index",
                            Int("start"),
                            Block("end_index", Int("end"), OneOf("index_unit", Word("BYTE"), Word("BIT")).Optional().From("7.0.0"))
                                .Optional()
                        )
                        .Optional(),
                ],
            },
            new("getbit", 3, ReadOnly | Fast, At(1, RO | Access))
            {
                Since = "2.2.0",
                Summary = "Returns one bit.",
                Arguments = [Key(), Int("offset")],
            },
            new("setbit", 4, Write | DenyOom, At(1, RW | Access | Update))
            {
                Since = "2.2.0",
                Summary = "Sets or clears one bit and returns what it was.",
                Arguments = [Key(), Int("offset"), Int("value")],
            },
        ];
}
