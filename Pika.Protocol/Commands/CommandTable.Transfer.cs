using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;
using static Pika.Protocol.KeyFlags;
using static Pika.Protocol.KeySpec;

namespace Pika.Protocol;

/// <content>Values that move between servers.</content>
public static partial class CommandTable
{
    private const string RestoreComplexity = "O(N) with N elements; O(N*log(N)) for a sorted set";

    private static (string Version, string Change)[] RestoreHistory =>
        [("3.0.0", "`REPLACE`."), ("5.0.0", "`ABSTTL`."), ("5.0.0", "`IDLETIME` and `FREQ`.")];

    private static CommandSpec[] Transfer() =>
        [
            new("dump", 2, ReadOnly, At(1, RO | Access))
            {
                Since = "2.6.0",
                Summary = "Returns a value in a form that RESTORE takes.",
                Complexity = "O(N) with N elements",
                Tips = ["nondeterministic_output"],
                Execution = Execution.TurnRead,
                Arguments = [Key()],
            },
            new("migrate", -6, Write, At(3, RW | Access | Delete), After("KEYS", -2, RW | Access | Delete | Incomplete).To(-1))
            {
                Since = "2.6.0",
                Summary = "Sends keys to another server and removes them here.",
                Complexity = "That of DUMP and DEL here and of RESTORE there, and O(N) for N bytes on the way",
                Acl = AclCategories.Dangerous,
                Tips = ["nondeterministic_output"],
                Execution = Execution.SlowRead,
                History = [("3.0.0", "`COPY` and `REPLACE`."), ("3.0.6", "`KEYS`."), ("4.0.7", "`AUTH`."), ("6.0.0", "`AUTH2`.")],
                Arguments = MigrateArguments(),
                KeyRule = KeyRules.Migrate,
            },
            new("restore", -4, Write | DenyOom, At(1, OW | Update))
            {
                Since = "2.6.0",
                Summary = "Makes a key of what DUMP has returned.",
                Complexity = RestoreComplexity,
                Acl = AclCategories.Dangerous,
                History = RestoreHistory,
                Arguments = RestoreArguments(),
            },
        ];

    private static CommandSpec[] ServerTransfer() =>
        [
            new("restore-asking", -4, Write | DenyOom | Asking | SystemCommand, At(1, OW | Update))
            {
                Since = "3.0.0",
                Summary = "RESTORE, for a node that takes over a slot.",
                Complexity = RestoreComplexity,
                Acl = AclCategories.Keyspace | AclCategories.Dangerous,
                History = RestoreHistory,
                Arguments = RestoreArguments(),
            },
        ];

    private static Argument[] MigrateArguments() =>
        [
            Text("host"),
            Int("port"),
            OneOf("key_or_empty_string", Key(), Word("", "empty_string")),
            Int("destination-db"),
            Int("timeout"),
            Word("COPY").Optional().From("3.0.0"),
            Word("REPLACE").Optional().From("3.0.0"),
            OneOf(
                    "authentication",
                    Text("password", "AUTH").Optional().From("4.0.7"),
                    Block("username_password", Text("username"), Text("password")).WithToken("AUTH2").Optional().From("6.0.0")
                )
                .Optional(),
            Key(spec: 1).WithToken("KEYS").Optional().Multiple().From("3.0.6"),
        ];

    private static Argument[] RestoreArguments() =>
        [
            Key(),
            Int("ttl"),
            Text("serialized-value"),
            Word("REPLACE").Optional().From("3.0.0"),
            Word("ABSTTL").Optional().From("5.0.0"),
            Int("seconds", "IDLETIME").Optional().From("5.0.0"),
            Int("frequency", "FREQ").Optional().From("5.0.0"),
        ];
}
