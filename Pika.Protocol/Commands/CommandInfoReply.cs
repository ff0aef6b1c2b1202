namespace Pika.Protocol;

/// <summary>The ten fields of COMMAND INFO for one command, and the same of its subcommands.</summary>
internal static class CommandInfoReply
{
    public static void Write(RespWriter reply, CommandSpec spec)
    {
        reply.Array(10);
        reply.Bulk(spec.FullName);
        reply.Integer(spec.Arity);
        WriteSet(reply, ProtocolNames.Of(spec.Flags));
        reply.Integer(spec.FirstKey);
        reply.Integer(spec.LastKey);
        reply.Integer(spec.KeyStep);
        WriteSet(reply, ProtocolNames.Of(spec.Categories).Select(name => "@" + name));

        reply.Set(spec.Tips.Count);
        foreach (var tip in spec.Tips)
            reply.Bulk(tip);

        reply.Set(spec.Keys.Count);
        foreach (var key in spec.Keys)
            WriteKeySpec(reply, key);

        // As Redis does: no subcommands are an empty set, subcommands an array.
        if (spec.IsContainer)
            reply.Array(spec.Subcommands.Count);
        else
            reply.Set(0);

        foreach (var subcommand in spec.Subcommands)
            Write(reply, subcommand);
    }

    /// <summary>A set of simple strings.</summary>
    public static void WriteSet(RespWriter reply, IEnumerable<string> names)
    {
        var set = reply.BeginDeferred();
        var count = 0;
        foreach (var name in names)
        {
            reply.SimpleString(name);
            count++;
        }

        reply.EndSet(set, count);
    }

    private static void WriteKeySpec(RespWriter reply, KeySpec key)
    {
        reply.Map(key.Notes is null ? 3 : 4);
        if (key.Notes is not null)
        {
            reply.Bulk("notes"u8);
            reply.Bulk(key.Notes);
        }

        reply.Bulk("flags"u8);
        WriteSet(reply, ProtocolNames.Of(key.Flags));
        reply.Bulk("begin_search"u8);
        WriteSearch(reply, key);
        reply.Bulk("find_keys"u8);
        WriteExtent(reply, key);
    }

    private static void WriteSearch(RespWriter reply, KeySpec key)
    {
        switch (key.Search)
        {
            case KeySearch.Index:
                WriteRule(reply, "index"u8, 1);
                WriteNumber(reply, "index"u8, key.Begin);
                break;
            case KeySearch.Keyword:
                WriteRule(reply, "keyword"u8, 2);
                reply.Bulk("keyword"u8);
                reply.Bulk(key.Keyword!);
                WriteNumber(reply, "startfrom"u8, key.Begin);
                break;
            default:
                WriteRule(reply, "unknown"u8, 0);
                break;
        }
    }

    private static void WriteExtent(RespWriter reply, KeySpec key)
    {
        switch (key.Extent)
        {
            case KeyExtent.Range:
                WriteRule(reply, "range"u8, 3);
                WriteNumber(reply, "lastkey"u8, key.Last);
                WriteNumber(reply, "keystep"u8, key.Step);
                WriteNumber(reply, "limit"u8, key.Limit);
                break;
            case KeyExtent.Count:
                WriteRule(reply, "keynum"u8, 3);
                WriteNumber(reply, "keynumidx"u8, key.Last);
                WriteNumber(reply, "firstkey"u8, key.First);
                WriteNumber(reply, "keystep"u8, key.Step);
                break;
            default:
                WriteRule(reply, "unknown"u8, 0);
                break;
        }
    }

    /// <summary>The head of a rule; its <paramref name="fields"/> follow.</summary>
    private static void WriteRule(RespWriter reply, ReadOnlySpan<byte> type, int fields)
    {
        reply.Map(2);
        reply.Bulk("type"u8);
        reply.Bulk(type);
        reply.Bulk("spec"u8);
        reply.Map(fields);
    }

    private static void WriteNumber(RespWriter reply, ReadOnlySpan<byte> name, int value)
    {
        reply.Bulk(name);
        reply.Integer(value);
    }
}
