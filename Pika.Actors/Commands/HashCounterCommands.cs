using Pika.Actors.Execution;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on fields that are numbers.</summary>
internal static class HashCounterCommands
{
    /// <summary>HINCRBY key field increment</summary>
    public static void HIncrBy(CommandContext c)
    {
        if (!c.TryInteger(3, out long increment))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Hash))
        {
            return;
        }

        var edit = HashType.Edit(c.Keyspace, c[1], row);
        bool exists = edit.TryGet(c[2], out var old);
        long value = 0;
        bool isInteger = !exists || Numbers.TryParseInt64(old.Value, out value);
        old.Dispose();
        if (!isInteger)
        {
            c.Error("ERR hash value is not an integer");
            return;
        }

        long sum = unchecked(value + increment);
        if (increment != 0 && (increment < 0) != (sum < value))
        {
            c.Error("ERR increment or decrement would overflow");
            return;
        }

        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        edit.Put(c[2], text[..Numbers.FormatInt64(sum, text)], isNew: !exists);
        edit.Finish(changed: true);
        c.Notify(NotifyEvent.Hash, "hincrby"u8, c[1]);
        c.Reply.Integer(sum);
    }

    /// <summary>HINCRBYFLOAT key field increment</summary>
    public static void HIncrByFloat(CommandContext c)
    {
        if (!LongDouble.TryParse(c[3], out var increment))
        {
            c.Error("ERR value is not a valid float");
            return;
        }

        if (increment.IsInfinity)
        {
            c.Error("ERR value is NaN or Infinity");
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (c.IsWrongType(row, ValueType.Hash))
        {
            return;
        }

        var edit = HashType.Edit(c.Keyspace, c[1], row);
        bool exists = edit.TryGet(c[2], out var old);
        var value = default(LongDouble);
        bool isNumber = !exists || LongDouble.TryParse(old.Value, out value);
        old.Dispose();
        if (!isNumber)
        {
            c.Error("ERR hash value is not a float");
            return;
        }

        if (!LongDouble.TryAdd(value, increment, out var sum))
        {
            c.Error("ERR increment would produce NaN or Infinity");
            return;
        }

        byte[] text = sum.ToBytes();
        edit.Put(c[2], text, isNew: !exists);
        edit.Finish(changed: true);
        c.Notify(NotifyEvent.Hash, "hincrbyfloat"u8, c[1]);
        c.Reply.Bulk(text);
    }
}
