namespace Pika.Actors.Configuration;

public static partial class Directives
{
    private static Directive[] Network() =>
        [
            new ValueDirective<int>(
                "port",
                Kind.Integer(0, 65535),
                c => c.Port,
                (c, v) => c.Port = v,
                "TCP port for clients and replicas; 0 takes a free one and logs it."
            ),
            new BindDirective(
                "Addresses to listen on; '*' is all of IPv4, '::*' all of IPv6; a leading '-' allows an address to be missing."
            )
            {
                SeveralWords = true,
            },
            new ValueDirective<int>(
                "tcp-backlog",
                Kind.Integer(0, int.MaxValue),
                c => c.TcpBacklog,
                (c, v) => c.TcpBacklog = v,
                "Connections that the kernel holds until they are accepted."
            ),
            new ValueDirective<int>(
                "tcp-keepalive",
                Kind.Integer(0, int.MaxValue),
                c => c.TcpKeepAlive,
                (c, v) => c.TcpKeepAlive = v,
                "Seconds between keepalive probes on new connections; 0 is none."
            )
            {
                Settable = true,
            },
        ];
}
