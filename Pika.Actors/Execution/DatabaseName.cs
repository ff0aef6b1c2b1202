using System.Text;
using Pika.Protocol;

namespace Pika.Actors.Execution;

/// <summary>Pika's names of databases: db0, db1 and so on.</summary>
internal static class DatabaseName
{
    /// <summary>Whether these are names of databases with commas between them.</summary>
    public static bool AreNames(ReadOnlySpan<byte> names, int databases) =>
        Array.TrueForAll(Encoding.UTF8.GetString(names).Split(','), name => TryParse(name, databases, out _));

    /// <summary>The number of the database of that name. False: there is none.</summary>
    public static bool TryParse(string name, int databases, out int number)
    {
        bool isName =
            name.StartsWith("db", StringComparison.OrdinalIgnoreCase)
                & Numbers.TryParseInt64(Encoding.UTF8.GetBytes(name.Length > 2 ? name[2..] : ""), out long parsed)
            && parsed >= 0
            && parsed < databases;
        number = isName ? (int)parsed : 0;
        return isName;
    }
}
