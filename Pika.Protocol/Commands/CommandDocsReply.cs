namespace Pika.Protocol;

/// <summary>One entry of COMMAND DOCS: the name of a command and the map of its documentation.</summary>
internal static class CommandDocsReply
{
    public static void Write(RespWriter reply, CommandSpec spec)
    {
        reply.Bulk(spec.FullName);
        var fields = new MapReply(reply);
        fields.Text("summary"u8, spec.Summary);
        fields.Text("since"u8, spec.Since);
        fields.Text("group"u8, ProtocolNames.Of(spec.Group));
        fields.Text("complexity"u8, spec.Complexity);
        WriteFlags(reply, ref fields, spec);
        fields.Text("deprecated_since"u8, spec.DeprecatedSince);
        fields.Text("replaced_by"u8, spec.ReplacedBy);
        WriteHistory(reply, ref fields, spec);
        if (spec.Arguments.Count > 0)
        {
            fields.Name("arguments"u8);
            WriteArguments(reply, spec.Arguments);
        }

        if (spec.IsContainer)
        {
            fields.Name("subcommands"u8);
            reply.Map(spec.Subcommands.Count);
            foreach (var subcommand in spec.Subcommands)
                Write(reply, subcommand);
        }

        fields.End();
    }

    private static void WriteFlags(RespWriter reply, ref MapReply fields, CommandSpec spec)
    {
        List<string> flags = [];
        if (spec.DeprecatedSince is not null)
            flags.Add("deprecated");
        if (spec.Is(CommandFlags.SystemCommand))
            flags.Add("syscmd");

        if (flags.Count > 0)
        {
            fields.Name("doc_flags"u8);
            CommandInfoReply.WriteSet(reply, flags);
        }
    }

    private static void WriteHistory(RespWriter reply, ref MapReply fields, CommandSpec spec)
    {
        if (spec.History.Count == 0)
            return;

        fields.Name("history"u8);
        reply.Set(spec.History.Count);
        foreach (var (version, change) in spec.History)
        {
            reply.Array(2);
            reply.Bulk(version);
            reply.Bulk(change);
        }
    }

    private static void WriteArguments(RespWriter reply, IReadOnlyList<Argument> arguments)
    {
        reply.Array(arguments.Count);
        foreach (var argument in arguments)
            WriteArgument(reply, argument);
    }

    private static void WriteArgument(RespWriter reply, Argument argument)
    {
        var fields = new MapReply(reply);
        fields.Text("name"u8, argument.Name);
        fields.Text("type"u8, ProtocolNames.Of(argument.Type));
        if (argument.KeySpecIndex is { } index)
        {
            fields.Name("key_spec_index"u8);
            reply.Integer(index);
        }

        fields.Text("token"u8, argument.Token);
        fields.Text("since"u8, argument.Since);
        fields.Text("deprecated_since"u8, argument.DeprecatedSince);
        if (argument.IsOptional || argument.IsMultiple)
        {
            fields.Name("flags"u8);
            CommandInfoReply.WriteSet(reply, FlagsOf(argument));
        }

        if (argument.Parts.Count > 0)
        {
            fields.Name("arguments"u8);
            WriteArguments(reply, argument.Parts);
        }

        fields.End();
    }

    private static IEnumerable<string> FlagsOf(Argument argument)
    {
        if (argument.IsOptional)
            yield return "optional";
        if (argument.IsMultiple)
            yield return "multiple";
        if (argument.RepeatsToken)
            yield return "multiple_token";
    }

    /// <summary>A map whose fields are counted as they are written.</summary>
    private struct MapReply(RespWriter reply)
    {
        private readonly int _mark = reply.BeginDeferred();
        private int _count;

        /// <summary>A name; its value is to be written next.</summary>
        public void Name(ReadOnlySpan<byte> name)
        {
            reply.Bulk(name);
            _count++;
        }

        /// <summary>A name and its text, unless there is none.</summary>
        public void Text(ReadOnlySpan<byte> name, string? value)
        {
            if (value is null)
                return;

            Name(name);
            reply.Bulk(value);
        }

        public readonly void End() => reply.EndMap(_mark, _count);
    }
}
