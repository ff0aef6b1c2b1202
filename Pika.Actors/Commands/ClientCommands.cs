using System.Text;
using Pika.Actors.Clients;
using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>CLIENT, except for what is about other clients: see <see cref="ClientTableCommands"/>.</summary>
internal static class ClientCommands
{
    /// <summary>CLIENT ID</summary>
    public static void ClientId(CommandContext c) => c.Reply.Integer(c.Client.Id);

    /// <summary>CLIENT GETNAME</summary>
    public static void ClientGetName(CommandContext c)
    {
        if (c.Client.Name.Length == 0)
        {
            c.Reply.Null();
        }
        else
        {
            c.Reply.Bulk(c.Client.Name);
        }
    }

    /// <summary>CLIENT SETNAME name</summary>
    public static void ClientSetName(CommandContext c)
    {
        if (ClientNames.TrySetName(c, 2))
        {
            c.Reply.Ok();
        }
    }

    /// <summary>CLIENT SETINFO LIB-NAME | LIB-VER value</summary>
    public static void ClientSetInfo(CommandContext c)
    {
        bool isName = c.Is(2, "lib-name"u8);
        if (!isName && !c.Is(2, "lib-ver"u8))
        {
            c.Reply.Error([.. "ERR Unrecognized option '"u8, .. c[2], .. "'"u8]);
        }
        else if (!ClientNames.IsPlain(c[3]))
        {
            c.Reply.Error([.. "ERR "u8, .. c[2], .. " cannot contain spaces, newlines or special characters."u8]);
        }
        else
        {
            string value = Encoding.ASCII.GetString(c[3]);
            (c.Client.LibraryName, c.Client.LibraryVersion) = isName ? (value, c.Client.LibraryVersion) : (c.Client.LibraryName, value);
            c.Reply.Ok();
        }
    }

    /// <summary>CLIENT NO-EVICT ON | OFF: remembered and shown; no client is ever evicted here.</summary>
    public static void ClientNoEvict(CommandContext c)
    {
        if (TrySwitch(c, out bool on))
        {
            c.Client.NoEvict = on;
            c.Reply.Ok();
        }
    }

    /// <summary>CLIENT NO-TOUCH ON | OFF: remembered and shown; keys have no age here.</summary>
    public static void ClientNoTouch(CommandContext c)
    {
        if (TrySwitch(c, out bool on))
        {
            c.Client.NoTouch = on;
            c.Reply.Ok();
        }
    }

    /// <summary>CLIENT REPLY ON | OFF | SKIP: only ON has a reply itself, and SKIP changes nothing while replies are off.</summary>
    public static void ClientReply(CommandContext c)
    {
        if (c.Is(2, "on"u8))
        {
            c.Client.ReplyMode = ReplyMode.On;
            c.Reply.Ok();
        }
        else if (c.Is(2, "off"u8))
        {
            c.Client.ReplyMode = ReplyMode.Off;
        }
        else if (!c.Is(2, "skip"u8))
        {
            c.SyntaxError();
        }
        else if (c.Client.ReplyMode != ReplyMode.Off)
        {
            c.Client.ReplyMode = ReplyMode.SkipNext;
        }
    }

    /// <summary>CLIENT HELP</summary>
    public static void ClientHelp(CommandContext c) => CommandHelp.Write(c.Reply, c.Command.Container!);

    private static bool TrySwitch(CommandContext c, out bool on)
    {
        on = c.Is(2, "on"u8);
        if (on || c.Is(2, "off"u8))
        {
            return true;
        }

        c.SyntaxError();
        return false;
    }
}
