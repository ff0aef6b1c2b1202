using System.Text;

namespace Pika.Protocol;

/// <summary>
/// The replies of COMMAND and its subcommands, written from the table. Requests are given whole: <c>COMMAND INFO get</c> has its first name at
/// argument 2. Their arity has been checked.
/// </summary>
public static class CommandReplies
{
    /// <summary>COMMAND: all commands.</summary>
    public static void Table(RespWriter reply)
    {
        reply.Array(CommandTable.Commands.Count);
        foreach (var spec in CommandTable.Commands)
            CommandInfoReply.Write(reply, spec);
    }

    /// <summary>COMMAND COUNT: how many commands there are, subcommands not counted.</summary>
    public static void Count(RespWriter reply) => reply.Integer(CommandTable.Commands.Count);

    /// <summary>COMMAND INFO [name ...]: the named commands, null for an unknown name; without names, all.</summary>
    public static void Info(RespWriter reply, in Request request)
    {
        if (request.Count == 2)
        {
            Table(reply);
            return;
        }

        reply.Array(request.Count - 2);
        for (var i = 2; i < request.Count; i++)
        {
            if (FindByFullName(request[i]) is { } spec)
                CommandInfoReply.Write(reply, spec);
            else
                reply.Null();
        }
    }

    /// <summary>COMMAND DOCS [name ...]: a map from name to documentation; unknown names are left out.</summary>
    public static void Docs(RespWriter reply, in Request request)
    {
        var map = reply.BeginDeferred();
        var count = 0;
        if (request.Count == 2)
        {
            foreach (var spec in CommandTable.Commands)
                CommandDocsReply.Write(reply, spec);

            count = CommandTable.Commands.Count;
        }

        for (var i = 2; i < request.Count; i++)
        {
            if (FindByFullName(request[i]) is { } spec)
            {
                CommandDocsReply.Write(reply, spec);
                count++;
            }
        }

        reply.EndMap(map, count);
    }

    /// <summary>COMMAND LIST [FILTERBY MODULE name | ACLCAT category | PATTERN pattern]: names, those of subcommands too.</summary>
    public static void List(RespWriter reply, in Request request)
    {
        if (request.Count == 2)
        {
            WriteNames(reply, CommandTable.All);
            return;
        }

        if (request.Count != 5 || !Is(request[2], "filterby"u8))
        {
            reply.Error("ERR syntax error"u8);
            return;
        }

        var value = request[4].ToArray();
        if (Is(request[3], "module"u8))
        {
            reply.Array(0);
        }
        else if (Is(request[3], "aclcat"u8))
        {
            var category = ProtocolNames.ParseCategory(Encoding.UTF8.GetString(value));
            WriteNames(reply, CommandTable.All.Where(spec => (spec.Categories & category) != 0));
        }
        else if (Is(request[3], "pattern"u8))
        {
            WriteNames(
                reply,
                CommandTable.All.Where(spec => Glob.IsMatch(value, Encoding.ASCII.GetBytes(spec.FullName), ignoreCase: true))
            );
        }
        else
        {
            reply.Error("ERR syntax error"u8);
        }
    }

    /// <summary>COMMAND GETKEYS name [argument ...]: the keys of that request.</summary>
    public static void GetKeys(RespWriter reply, in Request request) => WriteKeys(reply, request, withFlags: false);

    /// <summary>COMMAND GETKEYSANDFLAGS name [argument ...]: the keys of that request, each with what is done to it.</summary>
    public static void GetKeysAndFlags(RespWriter reply, in Request request) => WriteKeys(reply, request, withFlags: true);

    private static void WriteKeys(RespWriter reply, in Request request, bool withFlags)
    {
        var asked = request.Skip(2);
        var positions = new List<KeyPosition>();
        if (CommandTable.Find(asked, out var spec) != CommandLookup.Found)
            reply.Error("ERR Invalid command specified"u8);
        else if (!spec!.Keys.Any(key => !key.Flags.HasFlag(KeyFlags.NotKey)))
            reply.Error("ERR The command has no key arguments"u8);
        else if (!spec.Accepts(asked.Count))
            reply.Error("ERR Invalid number of arguments specified for command"u8);
        else if (!CommandKeys.Positions(spec, asked, positions) || (positions.Count == 0 && !spec.Is(CommandFlags.NoMandatoryKeys)))
            reply.Error("ERR Invalid arguments specified for command"u8);
        else
            WritePositions(reply, asked, positions.FindAll(static key => !key.Flags.HasFlag(KeyFlags.NotKey)), withFlags);
    }

    private static void WritePositions(RespWriter reply, in Request request, List<KeyPosition> positions, bool withFlags)
    {
        reply.Array(positions.Count);
        foreach (var (index, flags) in positions)
        {
            if (withFlags)
                reply.Array(2);

            reply.Bulk(request[index]);
            if (withFlags)
                CommandInfoReply.WriteSet(reply, ProtocolNames.Of(flags));
        }
    }

    private static void WriteNames(RespWriter reply, IEnumerable<CommandSpec> specs)
    {
        var list = reply.BeginDeferred();
        var count = 0;
        foreach (var spec in specs)
        {
            reply.Bulk(spec.FullName);
            count++;
        }

        reply.EndArray(list, count);
    }

    /// <summary>Finds <c>get</c> and <c>client|kill</c>.</summary>
    private static CommandSpec? FindByFullName(ReadOnlySpan<byte> name)
    {
        var bar = name.IndexOf((byte)'|');
        return bar < 0 ? CommandTable.Find(name) : CommandTable.Find(name[..bar])?.FindSubcommand(name[(bar + 1)..]);
    }

    private static bool Is(ReadOnlySpan<byte> argument, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(argument, word);
}
