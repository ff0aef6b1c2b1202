namespace Pika.Protocol;

/// <summary>The replies of HELP, such as CLIENT HELP: what the table says of a container's subcommands.</summary>
public static class CommandHelp
{
    /// <summary>Two lines for each subcommand of <paramref name="container"/>: its syntax and its summary.</summary>
    public static void Write(RespWriter reply, CommandSpec container)
    {
        reply.Array(1 + (2 * container.Subcommands.Count));
        reply.SimpleString($"{container.Name.ToUpperInvariant()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        foreach (var subcommand in container.Subcommands)
        {
            reply.SimpleString(CommandSyntax.Of(subcommand)[(container.Name.Length + 1)..]);
            reply.SimpleString($"    {subcommand.Summary}");
        }
    }
}
