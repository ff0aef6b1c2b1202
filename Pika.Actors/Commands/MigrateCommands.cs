using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>Keys that go to another server.</summary>
internal static class MigrateCommands
{
    /// <summary>MIGRATE host port key|"" destination-db timeout [COPY] [REPLACE] [AUTH password | AUTH2 user password] [KEYS key ...]</summary>
    public static void Migrate(CommandContext c)
    {
        if (MigrateOptions.Parse(c) is not { } options)
        {
            return;
        }

        var names = new List<byte[]>();
        for (int i = options.FirstKey; i < options.FirstKey + options.Keys; i++)
        {
            using var row = c.Keyspace.Lookup(c[i]);
            if (row.Exists)
            {
                names.Add(c[i].ToArray());
            }
        }

        if (names.Count == 0)
        {
            c.Reply.SimpleString("NOKEY"u8);
            return;
        }

        c.Migration = new Migration.Migration(c.Node, c.Client, options, names);
    }
}
