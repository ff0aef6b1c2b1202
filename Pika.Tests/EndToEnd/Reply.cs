using System.Text;

namespace Pika.Tests.EndToEnd;

/// <summary>
/// Replies in a notation for people, one line each: <c>+OK</c>, <c>-ERR why</c>, <c>:5</c>, <c>"bulk"</c>, <c>nil</c>, <c>[a, b]</c>, and of
/// RESP3 <c>{key: value}</c>, <c>~[a]</c>, <c>&gt;[push]</c>, <c>true</c>, <c>,1.5</c>, <c>(123</c>, <c>=txt:"verbatim"</c>. Line ends inside a string are
/// written as <c>\r\n</c>.
/// </summary>
internal static class Reply
{
    /// <summary>Renders one whole reply as <see cref="RespClient.Read"/> returns it.</summary>
    public static string Render(string reply)
    {
        var position = 0;
        var text = new StringBuilder();
        Render(reply, ref position, text);
        if (position != reply.Length)
            throw new InvalidDataException($"{reply.Length - position} bytes after the reply");
        return text.ToString();
    }

    private static void Render(string reply, ref int position, StringBuilder text)
    {
        var end = reply.IndexOf("\r\n", position, StringComparison.Ordinal);
        var line = reply[position..end];
        position = end + 2;
        switch (line[0])
        {
            case '_':
                text.Append("nil");
                break;
            case '#':
                text.Append(line == "#t" ? "true" : "false");
                break;
            case '$' or '=' or '!':
                RenderString(reply, line, ref position, text);
                break;
            case '*' or '~' or '>' when line[1] == '-':
                text.Append("nil");
                break;
            case '*' or '~' or '>':
                text.Append(line[0] == '*' ? "" : line[..1]).Append('[');
                for (var i = 0; i < int.Parse(line[1..]); i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Render(reply, ref position, text);
                }

                text.Append(']');
                break;
            case '%':
                text.Append('{');
                for (var i = 0; i < int.Parse(line[1..]); i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Render(reply, ref position, text);
                    text.Append(": ");
                    Render(reply, ref position, text);
                }

                text.Append('}');
                break;
            default:
                text.Append(line);
                break;
        }
    }

    private static void RenderString(string reply, string line, ref int position, StringBuilder text)
    {
        var length = int.Parse(line[1..]);
        if (length < 0)
        {
            text.Append("nil");
            return;
        }

        var value = reply.Substring(position, length);
        position += length + 2;
        if (line[0] == '=')
        {
            text.Append('=').Append(value, 0, 4);
            value = value[4..];
        }
        else if (line[0] == '!')
        {
            text.Append('!');
        }

        text.Append('"').Append(value.Replace("\\", "\\\\").Replace("\r", "\\r").Replace("\n", "\\n").Replace("\"", "\\\"")).Append('"');
    }
}
