using Pika.Actors.Clients;
using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>ACL, as far as there is something to tell: there is one user, who may do everything.</summary>
internal static class AclCommands
{
    /// <summary>ACL WHOAMI</summary>
    public static void AclWhoAmI(CommandContext c) => c.Reply.Bulk(Credentials.DefaultUser);

    /// <summary>ACL USERS</summary>
    public static void AclUsers(CommandContext c)
    {
        c.Reply.Array(1);
        c.Reply.Bulk(Credentials.DefaultUser);
    }

    /// <summary>ACL HELP</summary>
    public static void AclHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);
}
