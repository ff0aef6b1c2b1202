using System.Globalization;
using System.Text;

namespace Pika.Actors.Configuration;

/// <summary>
/// The words of a configuration line: parted by blanks, or quoted. In double quotes \n \r \t \b \a \xHH and \" are escapes; in single quotes
/// only \' is. A closing quote must be followed by a blank or the end.
/// </summary>
internal static class ConfigWords
{
    /// <summary>Splits a line; false if a quote is not closed as it should be.</summary>
    public static bool TrySplit(string line, out IReadOnlyList<string> words)
    {
        var found = new List<string>();
        words = found;
        var word = new StringBuilder();
        var at = 0;
        while (true)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at]))
            {
                at++;
            }

            if (at == line.Length)
            {
                return true;
            }

            word.Clear();
            if (!TryReadWord(line, ref at, word))
            {
                return false;
            }

            found.Add(word.ToString());
        }
    }

    /// <summary>
    /// The word as a line may hold it: quoted if it is empty, holds anything but plain printable characters, or is a colon, which alone behind a name is Pika's form of a line.
    /// </summary>
    public static string Quote(string word)
    {
        if (word is not ("" or ":") && word.All(c => c is > ' ' and not ('"' or '\'' or '\\' or '#') and not '\u007f'))
        {
            return word;
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in word)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\b' => quoted.Append("\\b"),
                '\a' => quoted.Append("\\a"),
                < ' ' or '\u007f' => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool TryReadWord(string line, ref int at, StringBuilder word)
    {
        while (at < line.Length && !char.IsWhiteSpace(line[at]))
        {
            if (line[at] is '"' or '\'')
            {
                if (!TryReadQuoted(line, ref at, word))
                {
                    return false;
                }

                return at == line.Length || char.IsWhiteSpace(line[at]);
            }

            word.Append(line[at++]);
        }

        return true;
    }

    private static bool TryReadQuoted(string line, ref int at, StringBuilder word)
    {
        var quote = line[at++];
        while (at < line.Length && line[at] != quote)
        {
            if (line[at] == '\\' && at + 1 < line.Length && (quote == '"' || line[at + 1] == '\''))
            {
                at++;
                word.Append(ReadEscape(line, ref at));
            }
            else
            {
                word.Append(line[at++]);
            }
        }

        return at++ < line.Length;
    }

    private static char ReadEscape(string line, ref int at)
    {
        if (
            line[at] == 'x'
            && at + 2 < line.Length
            && byte.TryParse(line.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
        )
        {
            at += 3;
            return (char)code;
        }

        return line[at++] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'a' => '\a',
            var c => c,
        };
    }
}
