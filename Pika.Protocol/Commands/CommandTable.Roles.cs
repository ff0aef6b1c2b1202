using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>The role of the node among masters and replicas.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Roles() =>
        [
            new("failover", -1, Admin | NoScript | Stale)
            {
                Since = "6.2.0",
                Summary = "Hands the role of the master to one of its replicas.",
                Arguments = FailoverArguments(),
            },
            new("replicaof", 3, Admin | NoScript | Stale | NoAsyncLoading)
            {
                Since = "5.0.0",
                Summary = "Makes the server a replica of another, or a master.",
                Complexity = "O(1)",
                Arguments = [RoleArgument()],
            },
            new("role", 1, NoScript | Loading | Stale | Fast)
            {
                Since = "2.8.12",
                Summary = "Returns the replication role and what belongs to it.",
                Acl = AclCategories.Dangerous | AclCategories.Admin,
            },
            new("slaveof", -3, Admin | NoScript | Stale | NoAsyncLoading)
            {
                Since = "1.0.0",
                Summary = "Makes the server a replica of another, or a master.",
                Complexity = "O(1)",
                DeprecatedSince = "5.0.0",
                ReplacedBy = "`REPLICAOF`",
                Arguments = [RoleArgument(), Word("FORCE").Optional()],
            },
        ];

    private static Argument[] FailoverArguments() =>
        [
            Block("target", Text("host"), Int("port"), Word("FORCE").Optional()).WithToken("TO").Optional(),
            Word("ABORT").Optional(),
            Int("milliseconds", "TIMEOUT").Optional(),
        ];

    private static Argument RoleArgument() =>
        OneOf("args", Block("host-port", Text("host"), Int("port")), Block("no-one", Word("NO"), Word("ONE")));
}
