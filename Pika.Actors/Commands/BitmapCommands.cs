using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>The commands on single bits and ranges of bits.</summary>
internal static class BitmapCommands
{
    private const string BadBit = "ERR bit is not an integer or out of range";

    /// <summary>SETBIT key offset value</summary>
    public static void SetBit(CommandContext c)
    {
        if (!BitOffset.TryParse(c, 2, 0, out long offset) || !c.TryInteger(3, 0, 1, out long value, BadBit))
        {
            return;
        }

        using var row = c.Keyspace.Find(c[1]);
        if (!c.IsWrongType(row, ValueType.String))
        {
            bool grows = (offset >> 3) >= StringType.Length(row);
            bool before = BitmapType.Set(c.Keyspace, c[1], row, offset, value != 0);
            if (grows || before != (value != 0))
            {
                c.Notify(NotifyEvent.String, "setbit"u8, c[1]);
            }

            c.Reply.Integer(before ? 1 : 0);
        }
    }

    /// <summary>GETBIT key offset</summary>
    public static void GetBit(CommandContext c)
    {
        if (!BitOffset.TryParse(c, 2, 0, out long offset))
        {
            return;
        }

        using var row = BitmapType.Lookup(c.Keyspace, c[1], offset, out bool isSet);
        if (!c.IsWrongType(row, ValueType.String))
        {
            c.Reply.Integer(isSet ? 1 : 0);
        }
    }

    /// <summary>BITCOUNT key [start end [BYTE | BIT]]: a key that is not there answers before the arguments are looked at.</summary>
    public static void BitCount(CommandContext c)
    {
        using var row = StringType.Lookup(c.Keyspace, c[1]);
        if (!row.Exists)
        {
            c.Reply.Integer(0);
            return;
        }

        if (c.IsWrongType(row, ValueType.String))
        {
            return;
        }

        if (c.Count is 3 or > 5)
        {
            c.SyntaxError();
            return;
        }

        (long start, long end, bool inBits) = (0, -1, false);
        if (c.Count > 2 && (!c.TryInteger(2, out start) || !c.TryInteger(3, out end)))
        {
            return;
        }

        // Redis answers a range that is reversed from the end before it looks at the unit.
        bool reversed = start < 0 && end < 0 && start > end;
        if (!reversed && c.Count == 5 && !TryUnit(c, 4, out inBits))
        {
            return;
        }

        bool any = TryBits(start, end, inBits, StringType.Length(row), out long first, out long last);
        if (!any || reversed)
        {
            c.Reply.Integer(0);
        }
        else if (c.Keyspace.MayProcess((last - first) >> 3))
        {
            c.Reply.Integer(BitmapType.Count(c.Keyspace, c[1], row, first, last));
        }
    }

    /// <summary>BITPOS key bit [start [end [BYTE | BIT]]]</summary>
    public static void BitPos(CommandContext c)
    {
        if (!c.TryInteger(2, out long bit))
        {
            return;
        }

        if (bit is not (0 or 1))
        {
            c.Error("ERR The bit argument must be 1 or 0.");
            return;
        }

        using var row = StringType.Lookup(c.Keyspace, c[1]);
        if (!row.Exists)
        {
            c.Reply.Integer(bit == 0 ? 0 : -1);
        }
        else if (!c.IsWrongType(row, ValueType.String))
        {
            FindBit(c, row, bit == 1);
        }
    }

    /// <summary>Reads the word BYTE or BIT. False: it is another, and the error is the reply.</summary>
    private static bool TryUnit(CommandContext c, int index, out bool inBits)
    {
        inBits = c.Is(index, "bit"u8);
        if (inBits || c.Is(index, "byte"u8))
        {
            return true;
        }

        c.SyntaxError();
        return false;
    }

    private static void FindBit(CommandContext c, in KeyRow row, bool wanted)
    {
        if (c.Count > 6)
        {
            c.SyntaxError();
            return;
        }

        (long start, long end, bool inBits) = (0, -1, false);
        if (
            (c.Count > 3 && !c.TryInteger(3, out start))
            || (c.Count > 5 && !TryUnit(c, 5, out inBits))
            || (c.Count > 4 && !c.TryInteger(4, out end))
        )
        {
            return;
        }

        long length = StringType.Length(row);
        if (!TryBits(start, end, inBits, length, out long first, out long last))
        {
            c.Reply.Integer(-1);
            return;
        }

        if (!c.Keyspace.MayProcess((last - first) >> 3))
        {
            return;
        }

        // Without an end the string is taken to go on in zeros.
        long found = BitmapType.Find(c.Keyspace, c[1], row, wanted, first, last);
        c.Reply.Integer(found < 0 && !wanted && c.Count < 5 ? length << 3 : found);
    }

    // Positions of bits, both included, for a range in either unit.
    private static bool TryBits(long start, long end, bool inBits, long length, out long first, out long last)
    {
        bool any = IndexRange.TryClamp(start, end, inBits ? length << 3 : length, out first, out last);
        if (!inBits)
        {
            (first, last) = (first << 3, (last << 3) + 7);
        }

        return any;
    }
}
