using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>The commands on strings.</summary>
internal static class StringCommands
{
    /// <summary>GET key</summary>
    public static void Get(CommandContext c)
    {
        using var row = c.Keyspace.Lookup(c[1]);
        if (!row.Exists)
        {
            c.Reply.Null();
            return;
        }

        c.Reply.Bulk(row.Body);
    }

    /// <summary>SET key value</summary>
    public static void Set(CommandContext c)
    {
        using var old = c.Keyspace.Find(c[1]);
        c[2].CopyTo(c.Keyspace.PutInlineString(c[1], c[2].Length, 0, old));
        c.Reply.Ok();
    }

    /// <summary>INCR key</summary>
    public static void Incr(CommandContext c)
    {
        using var old = c.Keyspace.Find(c[1]);
        long value = 0;
        if (old.Exists && !Numbers.TryParseInt64(old.Body, out value))
        {
            c.Error("ERR value is not an integer or out of range");
            return;
        }

        Span<byte> text = stackalloc byte[20];
        System.Buffers.Text.Utf8Formatter.TryFormat(++value, text, out int length);
        text[..length].CopyTo(c.Keyspace.PutInlineString(c[1], length, old.ExpireAt, old));
        c.Reply.Integer(value);
    }
}
