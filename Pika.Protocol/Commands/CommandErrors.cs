using System.Text;

namespace Pika.Protocol;

/// <summary>The errors of the dispatch itself, with Redis's words, on which clients match.</summary>
public static class CommandErrors
{
    /// <summary>How much of an unknown name, and of its arguments, is echoed.</summary>
    private const int EchoedLength = 128;

    /// <summary><c>ERR unknown command 'x', with args beginning with: 'a' 'b' </c></summary>
    public static void UnknownCommand(RespWriter reply, in Request request)
    {
        var message = new List<byte>(2 * EchoedLength);
        message.AddRange("ERR unknown command '"u8);
        message.AddRange(Head(request[0], EchoedLength));
        message.AddRange("', with args beginning with: "u8);
        var echoed = 0;
        for (var i = 1; i < request.Count && echoed < EchoedLength; i++)
        {
            var argument = Head(request[i], EchoedLength - echoed);
            message.Add((byte)'\'');
            message.AddRange(argument);
            message.AddRange("' "u8);
            echoed += argument.Length + 3;
        }

        reply.Error(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(message));
    }

    /// <summary><c>ERR unknown subcommand 'x'. Try CLIENT HELP.</c></summary>
    public static void UnknownSubcommand(RespWriter reply, CommandSpec container, ReadOnlySpan<byte> name) =>
        Subcommand(reply, "ERR unknown subcommand '"u8, container, name);

    /// <summary><c>ERR unknown subcommand or wrong number of arguments for 'x'. Try DEBUG HELP.</c>, of subcommands that have no row in the table.</summary>
    public static void SubcommandSyntax(RespWriter reply, CommandSpec container, ReadOnlySpan<byte> name) =>
        Subcommand(reply, "ERR unknown subcommand or wrong number of arguments for '"u8, container, name);

    /// <summary><c>ERR wrong number of arguments for 'client|kill' command</c></summary>
    public static void WrongArity(RespWriter reply, CommandSpec spec) =>
        reply.Error($"ERR wrong number of arguments for '{spec.FullName}' command");

    /// <summary>The error that ends a connection whose bytes are not RESP; <paramref name="error"/> is <see cref="RequestReader.ProtocolError"/>.</summary>
    public static void Protocol(RespWriter reply, string error) => reply.Error(Encoding.Latin1.GetBytes("ERR " + error));

    private static void Subcommand(RespWriter reply, ReadOnlySpan<byte> text, CommandSpec container, ReadOnlySpan<byte> name)
    {
        var message = new List<byte>(EchoedLength);
        message.AddRange(text);
        message.AddRange(Head(name, EchoedLength));
        message.AddRange(Encoding.ASCII.GetBytes($"'. Try {container.Name.ToUpperInvariant()} HELP."));
        reply.Error(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(message));
    }

    /// <summary>What printf's <c>%.128s</c> takes: it stops at a zero byte.</summary>
    private static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> text, int length)
    {
        text = text[..Math.Min(text.Length, length)];
        var zero = text.IndexOf((byte)0);
        return zero < 0 ? text : text[..zero];
    }
}
