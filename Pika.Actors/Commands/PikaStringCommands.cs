using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>Pika's own commands on strings.</summary>
internal static class PikaStringCommands
{
    /// <summary>
    /// PKSETEXAT key unix-time-seconds value: replaces whatever stands at the key. A time of 0 means no expiry, one that has passed removes the key.
    /// </summary>
    public static void PkSetExAt(CommandContext c)
    {
        if (!c.TryInteger(2, 0, long.MaxValue / 1000, out long seconds, "ERR value is not an integer or out of range"))
        {
            return;
        }

        using var old = c.Keyspace.Find(c[1]);
        StringSetCommands.Put(c, 3, seconds * 1000, old);
        c.Reply.Ok();
    }

    /// <summary>DELVX key value: removes the key if that is its value. Answers 1 if it did, 0 if there is no such key, -1 if the value is another.</summary>
    public static void DelVx(CommandContext c)
    {
        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.String))
        {
            return;
        }

        if (!row.Exists)
        {
            c.Reply.Integer(0);
        }
        else if (Holds(c, row, c[2]))
        {
            c.Keyspace.Remove(c[1], row);
            c.Notify(NotifyEvent.Generic, "del"u8, c[1]);
            c.Reply.Integer(1);
        }
        else
        {
            c.Reply.Integer(-1);
        }
    }

    /// <summary>Whether the string at the command's key is exactly <paramref name="value"/>.</summary>
    internal static bool Holds(CommandContext c, in KeyRow row, ReadOnlySpan<byte> value) =>
        StringType.Length(row) == value.Length && StringType.ReadAll(c.Keyspace, c[1], row).SequenceEqual(value);
}
