using System.Text;

namespace Pika.Tests.EndToEnd;

/// <summary>The words of a command in a test script.</summary>
internal static class Words
{
    /// <summary>
    /// Splits at blanks; quotes hold a word together, and inside them \r, \n, \0, \", \\ and \xHH stand for a byte.
    /// </summary>
    public static string[] Split(string line)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length; )
        {
            if (line[i] == ' ')
                i++;
            else
                words.Add(Next(line, ref i));
        }

        return [.. words];
    }

    private static string Next(string line, ref int i)
    {
        var word = new StringBuilder();
        var quoted = false;
        for (; i < line.Length && (quoted || line[i] != ' '); i++)
        {
            if (line[i] == '"')
                quoted = !quoted;
            else if (quoted && line[i] == '\\')
                word.Append(Escaped(line, ref i));
            else
                word.Append(line[i]);
        }

        if (quoted)
            throw new FormatException($"a quote is left open: {line}");
        return word.ToString();
    }

    private static char Escaped(string line, ref int i)
    {
        i++;
        switch (line[i])
        {
            case 'r':
                return '\r';
            case 'n':
                return '\n';
            case '0':
                return '\0';
            case 'x':
                i += 2;
                return (char)Convert.ToInt32(line.Substring(i - 1, 2), 16);
            default:
                return line[i];
        }
    }
}
