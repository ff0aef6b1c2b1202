using Pika.Actors.Clients;
using Pika.Actors.Execution;
using Pika.Actors.Information;

namespace Pika.Actors.Commands;

/// <summary>The commands by which a connection begins: AUTH and HELLO.</summary>
internal static class AuthenticationCommands
{
    private const string WrongPassword = "WRONGPASS invalid username-password pair or user is disabled.";

    /// <summary>AUTH [username] password</summary>
    public static void Auth(CommandContext c)
    {
        if (c.Count > 3)
        {
            c.SyntaxError();
        }
        else if (c.Count == 2 && !Credentials.AreNeeded(c.Node.Config))
        {
            c.Error(
                "ERR AUTH <password> called without any password configured for the default user. "
                    + "Are you sure your configuration is correct?"
            );
        }
        else if (TryAuthenticate(c, c.Count == 2 ? Credentials.DefaultUser : c[1], c[c.Count - 1]))
        {
            c.Reply.Ok();
        }
    }

    /// <summary>HELLO [protover [AUTH username password] [SETNAME clientname]]</summary>
    public static void Hello(CommandContext c)
    {
        long protocol = c.Client.Protocol;
        if (c.Count > 1 && !TryProtocol(c, out protocol))
        {
            return;
        }

        for (int i = 2; i < c.Count; i++)
        {
            if (!TryOption(c, ref i))
            {
                return;
            }
        }

        if (!c.Client.Authenticated && Credentials.AreNeeded(c.Node.Config))
        {
            c.Error(
                "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option "
                    + "can be used to authenticate the client and select the RESP protocol version at the same time"
            );
            return;
        }

        c.Client.Protocol = c.Reply.Protocol = (int)protocol;
        WriteServer(c);
    }

    private static bool TryProtocol(CommandContext c, out long protocol)
    {
        if (!c.TryInteger(1, out protocol, "ERR Protocol version is not an integer or out of range"))
        {
            return false;
        }

        if (protocol is >= Client.FirstProtocol and <= Client.LastProtocol)
        {
            return true;
        }

        c.Error("NOPROTO unsupported protocol version");
        return false;
    }

    private static bool TryOption(CommandContext c, ref int i)
    {
        int more = c.Count - 1 - i;
        if (c.Is(i, "auth"u8) && more >= 2)
        {
            i += 2;
            return TryAuthenticate(c, c[i - 1], c[i]);
        }

        if (c.Is(i, "setname"u8) && more >= 1)
        {
            return ClientNames.TrySetName(c, ++i);
        }

        c.Reply.Error([.. "ERR Syntax error in HELLO option '"u8, .. c[i], .. "'"u8]);
        return false;
    }

    private static bool TryAuthenticate(CommandContext c, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        if (Credentials.Match(c.Node.Config, user, password))
        {
            c.Client.Authenticated = true;
            return true;
        }

        c.Error(WrongPassword);
        return false;
    }

    private static void WriteServer(CommandContext c)
    {
        c.Reply.Map(7);
        c.Reply.Bulk("server"u8);
        c.Reply.Bulk("redis"u8);
        c.Reply.Bulk("version"u8);
        c.Reply.Bulk(InfoServerSections.RedisVersion);
        c.Reply.Bulk("proto"u8);
        c.Reply.Integer(c.Client.Protocol);
        c.Reply.Bulk("id"u8);
        c.Reply.Integer(c.Client.Id);
        c.Reply.Bulk("mode"u8);
        c.Reply.Bulk("standalone"u8);
        c.Reply.Bulk("role"u8);
        c.Reply.Bulk("master"u8);
        c.Reply.Bulk("modules"u8);
        c.Reply.Array(0);
    }
}
