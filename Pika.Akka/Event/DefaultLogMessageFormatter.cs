using System.Globalization;
using System.Text;

namespace Akka.Event;

/// <summary>Fills <c>{0}</c> by position and <c>{Name}</c> in order of appearance; a format that does not fit is written as it is.</summary>
public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    public static readonly DefaultLogMessageFormatter Instance = new();

    public string Format(string format, params object[] args)
    {
        if (args.Length == 0)
            return format;
        var text = new StringBuilder(format.Length + (16 * args.Length));
        var named = 0;
        for (var at = 0; at < format.Length; at++)
        {
            var symbol = format[at];
            if (symbol is '{' or '}' && at + 1 < format.Length && format[at + 1] == symbol)
            {
                text.Append(symbol);
                at++;
                continue;
            }

            var end = symbol == '{' ? format.IndexOf('}', at) : -1;
            if (end < 0)
            {
                text.Append(symbol);
                continue;
            }

            AppendHole(text, format.AsSpan(at + 1, end - at - 1), args, ref named);
            at = end;
        }

        return text.ToString();
    }

    public string Format(string format, IEnumerable<object> args) => Format(format, args as object[] ?? args.ToArray());

    private static void AppendHole(StringBuilder text, ReadOnlySpan<char> hole, object[] args, ref int named)
    {
        var nameEnd = hole.IndexOfAny(',', ':');
        var name = nameEnd < 0 ? hole : hole[..nameEnd];
        var index = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : named++;
        if (index >= args.Length)
        {
            text.Append('{').Append(hole).Append('}');
            return;
        }

        var suffix = nameEnd < 0 ? "" : hole[nameEnd..].ToString();
        text.AppendFormat(CultureInfo.InvariantCulture, $"{{0{suffix}}}", args[index]);
    }
}
