using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>
/// SAVE and what belongs to it. The binlog keeps the data whether or not anybody saves; a save makes the store durable, so that the next
/// start has nothing to replay.
/// </summary>
internal static class PersistenceCommands
{
    private const string InProgress = "ERR Background save already in progress";

    /// <summary>SAVE</summary>
    public static void Save(CommandContext c)
    {
        if (c.Node.Saving.TrySave())
        {
            c.Reply.Ok();
        }
        else
        {
            c.Error(InProgress);
        }
    }

    /// <summary>BGSAVE [SCHEDULE | db0,db1,...]: a dump has all databases, so Pika's list of them changes nothing.</summary>
    public static void BgSave(CommandContext c)
    {
        if (c.Count > 2 || (c.Count == 2 && !c.Is(1, "schedule"u8) && !DatabaseName.AreNames(c[1], c.Node.Databases.Count)))
        {
            c.SyntaxError();
        }
        else if (c.Node.Saving.TryBegin())
        {
            c.Reply.SimpleString("Background saving started"u8);
        }
        else
        {
            c.Error(InProgress);
        }
    }

    /// <summary>DELBACKUP: deletes the dumps.</summary>
    public static void DelBackup(CommandContext c)
    {
        try
        {
            c.Node.Dumps.DeleteAll();
            c.Reply.Ok();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            c.Error($"ERR cannot delete the dumps: {failure.Message}");
        }
    }

    /// <summary>LASTSAVE</summary>
    public static void LastSave(CommandContext c) => c.Reply.Integer(c.Node.Saving.LastSeconds);
}
