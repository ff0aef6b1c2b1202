using Pika.Actors.Clients;
using Pika.Protocol;

namespace Pika.Actors.Databases;

/// <summary>How much of the keyspace a command may touch.</summary>
internal enum Scope
{
    /// <summary>The keys that it names.</summary>
    Keys,

    /// <summary>Any key of the client's database.</summary>
    Database,

    /// <summary>Any key.</summary>
    AllDatabases,
}

/// <summary>The commands that touch more than the keys that they name in the client's database.</summary>
internal static class CommandScope
{
    private static readonly Dictionary<string, Scope> Wide = new(StringComparer.Ordinal)
    {
        ["flushdb"] = Scope.Database,
        ["dbsize"] = Scope.Database,
        ["keys"] = Scope.Database,
        ["sort"] = Scope.Database,
        ["sort_ro"] = Scope.Database,
        ["scan"] = Scope.Database,
        ["randomkey"] = Scope.Database,
        ["scanx"] = Scope.Database,
        ["pkscanrange"] = Scope.Database,
        ["pkrscanrange"] = Scope.Database,
        ["pkpatternmatchdel"] = Scope.Database,
        ["flushall"] = Scope.AllDatabases,
        ["swapdb"] = Scope.AllDatabases,
        ["move"] = Scope.AllDatabases,
        ["copy"] = Scope.AllDatabases,
        ["debug"] = Scope.AllDatabases,
    };

    private static readonly Scope[] ByIndex = [.. CommandTable.All.Select(row => Wide.GetValueOrDefault(row.FullName, Scope.Keys))];

    /// <summary>The scope of a command.</summary>
    public static Scope Of(CommandSpec command) => ByIndex[command.Index];

    /// <summary>The database of a transaction's next command: SELECT changes it.</summary>
    public static int DatabaseAfter(QueuedCommand queued, int database, int databases) =>
        queued.Command.FullName == "select"
        && Numbers.TryParseInt64(queued.Request[1], out long selected)
        && selected >= 0
        && selected < databases
            ? (int)selected
            : database;
}
