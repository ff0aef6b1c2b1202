using System.Text;
using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>Pika's commands that rewrite the store's files, so that removed rows give their space back. They answer at once; INFO tells whether one runs.</summary>
internal static class CompactCommands
{
    /// <summary>COMPACT [db0,db1,...]</summary>
    public static void Compact(CommandContext c)
    {
        if (c.Count > 2)
        {
            c.WrongArity();
        }
        else if (TryDatabases(c, c.Count == 2 ? c[1] : "all"u8, out var databases))
        {
            Begin(c, databases);
        }
    }

    /// <summary>COMPACTRANGE db first last: the rows are ordered by slot, so the range of keys is the whole database.</summary>
    public static void CompactRange(CommandContext c)
    {
        if (TryDatabases(c, c[1], out var databases))
        {
            Begin(c, databases);
        }
    }

    private static void Begin(CommandContext c, List<int> databases)
    {
        if (c.Node.Compaction.TryBegin([.. databases.Select(number => c.Node.Databases[number].Generation.Id)]))
        {
            c.Reply.Ok();
        }
        else
        {
            c.Error("ERR a compaction is running already");
        }
    }

    private static bool TryDatabases(CommandContext c, ReadOnlySpan<byte> names, out List<int> databases)
    {
        databases = [];
        if (Ascii.EqualsIgnoreCase(names, "all"u8))
        {
            databases.AddRange(Enumerable.Range(0, c.Node.Databases.Count));
            return true;
        }

        foreach (string name in Encoding.UTF8.GetString(names).Split(','))
        {
            if (!DatabaseName.TryParse(name, c.Node.Databases.Count, out int number))
            {
                c.Error($"ERR invalid DB for '{c.Command.FullName}': db0 or another is expected, or several with commas between them");
                return false;
            }

            databases.Add(number);
        }

        return true;
    }
}
