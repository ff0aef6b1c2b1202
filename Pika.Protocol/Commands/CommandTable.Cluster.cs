using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>What clients of a cluster send.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Cluster() =>
        [
            new("asking", 1, Fast)
            {
                Since = "3.0.0",
                Summary = "Lets the next command use a slot that is being imported.",
                Acl = AclCategories.Connection,
            },
            new("cluster", -2, CommandFlags.None)
            {
                Since = "3.0.0",
                Summary = "Commands about the cluster.",
                Complexity = "Depends on the subcommand.",
                Subcommands = ClusterSubcommands(),
            },
            new("readonly", 1, Loading | Stale | Fast)
            {
                Since = "3.0.0",
                Summary = "Lets this connection read from a replica of a cluster.",
                Acl = AclCategories.Connection,
            },
            new("readwrite", 1, Loading | Stale | Fast)
            {
                Since = "3.0.0",
                Summary = "Ends what READONLY began.",
                Acl = AclCategories.Connection,
            },
        ];

    private static CommandSpec[] ClusterSubcommands() =>
        [
            new("info", 2, Stale)
            {
                Since = "3.0.0",
                Summary = "Reports the state of the cluster.",
                Tips = ["nondeterministic_output"],
            },
            new("keyslot", 3, Stale)
            {
                Since = "3.0.0",
                Summary = "Returns the hash slot of a key.",
                Complexity = "O(N) with N bytes of the key",
                Arguments = [Text("key")],
            },
            new("myid", 2, Stale) { Since = "3.0.0", Summary = "Returns the id of this node." },
            new("nodes", 2, Stale)
            {
                Since = "3.0.0",
                Summary = "Describes the nodes of the cluster, one per line.",
                Complexity = "O(N) with N nodes",
                Tips = ["nondeterministic_output"],
            },
            new("shards", 2, Stale)
            {
                Since = "7.0.0",
                Summary = "Maps ranges of slots to their nodes.",
                Complexity = "O(N) with N nodes",
                Tips = ["nondeterministic_output"],
            },
            new("slots", 2, Stale)
            {
                Since = "3.0.0",
                Summary = "Maps ranges of slots to their nodes.",
                Complexity = "O(N) with N nodes",
                Tips = ["nondeterministic_output"],
                DeprecatedSince = "7.0.0",
                ReplacedBy = "`CLUSTER SHARDS`",
                History = [("4.0.0", "The ids of nodes."), ("7.0.0", "Other addresses of nodes.")],
            },
        ];
}
