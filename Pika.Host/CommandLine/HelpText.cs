using System.Text;
using Pika.Actors.Configuration;

namespace Pika.Host.CommandLine;

/// <summary>What <c>--help</c> prints: the usage, and the directives by topic from their table.</summary>
internal static class HelpText
{
    private const int Width = 120;
    private const int DocColumn = 6;

    public static void Write(TextWriter output)
    {
        output.WriteLine(
            $"""
            pika {ProductVersion.Text}: a Redis-compatible store on RocksDB.

            usage: pika [-c FILE | FILE] [--DIRECTIVE VALUE ...] ...
                   pika binlog ls|verify|dump DIR
                   pika check HOST:PORT HOST:PORT
                   pika import FILE
                   pika --version | --help

            FILE holds one directive per line: 'name value', as Redis has it, or 'name : value', as Pika has it.
            The command line overrides the file. Sizes take k, kb, m, mb, g, gb (1k is 1000, 1kb is 1024).
            Directives marked * can be changed while the server runs, with CONFIG SET.
            """
        );
        foreach (var (title, rows) in Directives.Topics)
        {
            output.WriteLine();
            output.WriteLine(title + ":");
            foreach (var row in rows.Where(row => row.SameAs is null))
            {
                WriteRow(output, row);
            }
        }
    }

    private static void WriteRow(TextWriter output, Actors.Configuration.Directive row)
    {
        var names = string.Join(", ", row.Names.Select(name => "--" + name));
        var value = string.Join(' ', row.Write(new ServerConfig()));
        output.WriteLine($"  {names}{(row.Settable ? " *" : "")}  (default: {(value.Length == 0 ? "\"\"" : value)})");
        foreach (var line in Wrap(row.Doc, Width - DocColumn))
        {
            output.WriteLine(new string(' ', DocColumn) + line);
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }
}
