using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>The commands that bring a value to another key; <see cref="KeyTransfer"/> says what that costs.</summary>
internal static class KeyMoveCommands
{
    /// <summary>RENAME key newkey</summary>
    public static void Rename(CommandContext c)
    {
        if (TryRename(c, onlyIfFree: false, out _))
        {
            c.Reply.Ok();
        }
    }

    /// <summary>RENAMENX key newkey</summary>
    public static void RenameNx(CommandContext c)
    {
        if (TryRename(c, onlyIfFree: true, out bool renamed))
        {
            c.Reply.Integer(renamed ? 1 : 0);
        }
    }

    /// <summary>MOVE key db</summary>
    public static void Move(CommandContext c)
    {
        if (!TryDatabase(c, 2, out int number))
        {
            return;
        }

        if (number == c.Keyspace.Database)
        {
            SameObject(c);
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            c.Reply.Integer(0);
            return;
        }

        var target = c.OpenOther(c.Node.Databases[number]);
        using var old = target.Find(c[1]);
        if (!old.Exists)
        {
            KeyTransfer.Move(c.Keyspace, c[1], row, target, c[1], old);
            c.Notify(NotifyEvent.Generic, "move_from"u8, c[1]);
            target.Notify(NotifyEvent.Generic, "move_to"u8, c[1]);
        }

        c.Reply.Integer(old.Exists ? 0 : 1);
    }

    /// <summary>COPY source destination [DB destination-db] [REPLACE]</summary>
    public static void Copy(CommandContext c)
    {
        int number = c.Keyspace.Database;
        bool replaces = false;
        for (int i = 3; i < c.Count; i++)
        {
            if (c.Is(i, "replace"u8))
            {
                replaces = true;
            }
            else if (!c.Is(i, "db"u8) || i + 1 == c.Count)
            {
                c.SyntaxError();
                return;
            }
            else if (!TryDatabase(c, ++i, out number))
            {
                return;
            }
        }

        if (number == c.Keyspace.Database && c[1].SequenceEqual(c[2]))
        {
            SameObject(c);
            return;
        }

        c.Reply.Integer(TryCopy(c, number, replaces) ? 1 : 0);
    }

    private static bool TryRename(CommandContext c, bool onlyIfFree, out bool renamed)
    {
        renamed = false;
        using var row = c.Keyspace.Find(c[1]);
        if (!row.Exists)
        {
            c.Error("ERR no such key");
            return false;
        }

        if (c[1].SequenceEqual(c[2]))
        {
            return true;
        }

        using var old = c.Keyspace.Find(c[2]);
        if (!old.Exists || !onlyIfFree)
        {
            // Who keeps both in a cache hears of the old name first, as from Redis.
            c.Keyspace.Touch(c[1]);
            KeyTransfer.Move(c.Keyspace, c[1], row, c.Keyspace, c[2], old);
            NotifyReplaced(c.Keyspace, c[2], old);
            c.Notify(NotifyEvent.Generic, "rename_from"u8, c[1]);
            c.Notify(NotifyEvent.Generic, "rename_to"u8, c[2]);
            renamed = true;
        }

        return true;
    }

    private static bool TryCopy(CommandContext c, int number, bool replaces)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!row.Exists)
        {
            return false;
        }

        var target = number == c.Keyspace.Database ? c.Keyspace : c.OpenOther(c.Node.Databases[number]);
        using var old = target.Find(c[2]);
        if (old.Exists && !replaces)
        {
            return false;
        }

        KeyTransfer.Copy(c.Keyspace, c[1], row, target, c[2], old);
        NotifyReplaced(target, c[2], old);
        target.Notify(NotifyEvent.Generic, "copy_to"u8, c[2]);
        return true;
    }

    // A key that takes the place of another is a new one to Redis.
    private static void NotifyReplaced(Keyspace target, ReadOnlySpan<byte> key, in KeyRow old)
    {
        if (old.Exists)
        {
            target.Notify(NotifyEvent.New, "new"u8, key);
        }
    }

    private static bool TryDatabase(CommandContext c, int index, out int number)
    {
        number = 0;
        const string NotAnInt = "ERR value is out of range, value must between -2147483648 and 2147483647";
        if (!c.TryInteger(index, out long value))
        {
            return false;
        }

        if (value is < int.MinValue or > int.MaxValue)
        {
            c.Error(NotAnInt);
            return false;
        }

        if (value < 0 || value >= c.Node.Databases.Count)
        {
            c.Error("ERR DB index is out of range");
            return false;
        }

        number = (int)value;
        return true;
    }

    private static void SameObject(CommandContext c) => c.Error("ERR source and destination objects are the same");
}
