using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on strings that are numbers.</summary>
internal static class StringCounterCommands
{
    /// <summary>INCR key</summary>
    public static void Incr(CommandContext c) => Add(c, 1);

    /// <summary>DECR key</summary>
    public static void Decr(CommandContext c) => Add(c, -1);

    /// <summary>INCRBY key increment</summary>
    public static void IncrBy(CommandContext c)
    {
        if (c.TryInteger(2, out long increment))
        {
            Add(c, increment);
        }
    }

    /// <summary>DECRBY key decrement</summary>
    public static void DecrBy(CommandContext c)
    {
        if (!c.TryInteger(2, out long decrement))
        {
            return;
        }

        if (decrement == long.MinValue)
        {
            c.Error("ERR decrement would overflow");
            return;
        }

        Add(c, -decrement);
    }

    /// <summary>INCRBYFLOAT key increment</summary>
    public static void IncrByFloat(CommandContext c)
    {
        using var old = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(old, ValueType.String))
        {
            return;
        }

        var value = default(LongDouble);
        bool isNumber = !old.Exists || LongDouble.TryParse(StringType.ReadAll(c.Keyspace, c[1], old), out value);
        if (!isNumber || !LongDouble.TryParse(c[2], out var increment))
        {
            c.Error("ERR value is not a valid float");
            return;
        }

        if (!LongDouble.TryAdd(value, increment, out var sum))
        {
            c.Error("ERR increment would produce NaN or Infinity");
            return;
        }

        byte[] text = sum.ToBytes();
        StringType.Put(c.Keyspace, c[1], text, old.ExpireAt, old);
        c.Notify(NotifyEvent.String, "incrbyfloat"u8, c[1]);
        c.Reply.Bulk(text);
    }

    private static void Add(CommandContext c, long increment)
    {
        using var old = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(old, ValueType.String))
        {
            return;
        }

        long value = 0;
        if (old.Exists && (old.Versioned || !Numbers.TryParseInt64(old.Body, out value)))
        {
            c.Error("ERR value is not an integer or out of range");
            return;
        }

        long sum = unchecked(value + increment);
        if ((increment < 0) != (sum < value) && increment != 0)
        {
            c.Error("ERR increment or decrement would overflow");
            return;
        }

        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        int length = Numbers.FormatInt64(sum, text);
        text[..length].CopyTo(c.Keyspace.PutInlineString(c[1], length, old.ExpireAt, old));
        c.Notify(NotifyEvent.String, "incrby"u8, c[1]);
        c.Reply.Integer(sum);
    }
}
