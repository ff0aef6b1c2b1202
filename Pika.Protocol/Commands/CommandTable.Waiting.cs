using static Pika.Protocol.Argument;
using static Pika.Protocol.CommandFlags;

namespace Pika.Protocol;

/// <content>Waiting until other servers have what was written.</content>
public static partial class CommandTable
{
    private static CommandSpec[] Waiting() =>
        [
            new("wait", 3, NoScript)
            {
                Since = "3.0.0",
                Summary = "Waits until replicas have applied what the connection has written.",
                NoGroupCategory = true,
                Acl = AclCategories.Connection,
                Tips = ["request_policy:all_shards", "response_policy:agg_min"],
                Arguments = [Int("numreplicas"), Int("timeout")],
            },
            new("waitaof", 4, NoScript)
            {
                Since = "7.2.0",
                Summary = "Waits until this server and replicas have on disk what the connection has written.",
                NoGroupCategory = true,
                Acl = AclCategories.Connection,
                Tips = ["request_policy:all_shards", "response_policy:agg_min"],
                Arguments = [Int("numlocal"), Int("numreplicas"), Int("timeout")],
            },
        ];
}
