using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on keys as such, whatever their values.</summary>
internal static class KeyCommands
{
    /// <summary>DEL key [key ...]</summary>
    public static void Del(CommandContext c)
    {
        int removed = 0;
        for (int i = 1; i < c.Count; i++)
        {
            using var row = c.Keyspace.Find(c[i]);
            if (row.Exists)
            {
                c.Keyspace.Remove(c[i], row);
                c.Notify(NotifyEvent.Generic, "del"u8, c[i]);
                removed++;
            }
        }

        c.Reply.Integer(removed);
    }

    /// <summary>UNLINK key [key ...]: as DEL, which leaves the rows of values to the background too.</summary>
    public static void Unlink(CommandContext c) => Del(c);

    /// <summary>EXISTS key [key ...]</summary>
    public static void Exists(CommandContext c)
    {
        int found = 0;
        for (int i = 1; i < c.Count; i++)
        {
            using var row = c.Keyspace.Lookup(c[i]);
            found += row.Exists ? 1 : 0;
        }

        c.Reply.Integer(found);
    }

    /// <summary>TOUCH key [key ...]: no record is kept of when a key was used, so it counts the keys that exist.</summary>
    public static void Touch(CommandContext c) => Exists(c);

    /// <summary>TYPE key</summary>
    public static void Type(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        c.Reply.SimpleString(row.Exists ? NameOf(row.Type) : "none"u8);
    }

    /// <summary>The name of a type in TYPE and SCAN.</summary>
    internal static ReadOnlySpan<byte> NameOf(ValueType type) =>
        type switch
        {
            ValueType.String => "string"u8,
            ValueType.Hash => "hash"u8,
            ValueType.Set => "set"u8,
            ValueType.List => "list"u8,
            ValueType.Zset => "zset"u8,
            _ => "stream"u8,
        };
}
