using Pika.Actors.Execution;
using Pika.Protocol;

namespace Pika.Actors.Commands;

/// <summary>The subcommands of BITFIELD that answer.</summary>
internal enum BitfieldKind
{
    /// <summary>GET</summary>
    Get,

    /// <summary>SET</summary>
    Set,

    /// <summary>INCRBY</summary>
    Increment,
}

/// <summary>One step of a BITFIELD command.</summary>
/// <param name="Offset">The field's first bit.</param>
/// <param name="Operand">What to set or to add.</param>
internal readonly record struct BitfieldOperation(BitfieldKind Kind, Bitfield Field, long Offset, long Operand, BitfieldOverflow Overflow)
{
    /// <summary>Whether it may change the string.</summary>
    public bool Writes => Kind != BitfieldKind.Get;

    /// <summary>The byte after the field's last one: the string's least length when the step writes.</summary>
    public long EndByte => ((Offset + Field.Width - 1) >> 3) + 1;

    /// <summary>Reads all steps. False: one of them is malformed, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, out List<BitfieldOperation> operations)
    {
        operations = [];
        var overflow = BitfieldOverflow.Wrap;
        for (int i = 2; i < c.Count; )
        {
            int left = c.Count - i - 1;
            if (c.Is(i, "overflow"u8) && left >= 1)
            {
                if (!TryOverflow(c, i + 1, out overflow))
                {
                    return false;
                }

                i += 2;
                continue;
            }

            if (!TryKind(c, i, left, out var kind) || !TryStep(c, i, kind, overflow, out var operation))
            {
                return false;
            }

            operations.Add(operation);
            i += kind == BitfieldKind.Get ? 3 : 4;
        }

        return true;
    }

    private static bool TryKind(CommandContext c, int index, int left, out BitfieldKind kind)
    {
        kind =
            c.Is(index, "set"u8) ? BitfieldKind.Set
            : c.Is(index, "incrby"u8) ? BitfieldKind.Increment
            : BitfieldKind.Get;
        bool known = kind != BitfieldKind.Get || c.Is(index, "get"u8);
        if (known && left >= (kind == BitfieldKind.Get ? 2 : 3))
        {
            return true;
        }

        c.SyntaxError();
        return false;
    }

    private static bool TryStep(CommandContext c, int index, BitfieldKind kind, BitfieldOverflow overflow, out BitfieldOperation operation)
    {
        operation = default;
        if (!TryField(c, index + 1, out var field) || !BitOffset.TryParse(c, index + 2, field.Width, out long offset))
        {
            return false;
        }

        long operand = 0;
        if (kind != BitfieldKind.Get && !c.TryInteger(index + 3, out operand))
        {
            return false;
        }

        operation = new BitfieldOperation(kind, field, offset, operand, overflow);
        return true;
    }

    private static bool TryField(CommandContext c, int index, out Bitfield field)
    {
        field = default;
        var text = c[index];
        bool signed = !text.IsEmpty && text[0] == 'i';
        bool typed = signed || (!text.IsEmpty && text[0] == 'u');
        if (typed && Numbers.TryParseInt64(text[1..], out long width) && width >= 1 && width <= (signed ? 64 : 63))
        {
            field = new Bitfield(signed, (int)width);
            return true;
        }

        c.Error("ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.");
        return false;
    }

    private static bool TryOverflow(CommandContext c, int index, out BitfieldOverflow overflow)
    {
        overflow =
            c.Is(index, "sat"u8) ? BitfieldOverflow.Saturate
            : c.Is(index, "fail"u8) ? BitfieldOverflow.Fail
            : BitfieldOverflow.Wrap;
        if (overflow != BitfieldOverflow.Wrap || c.Is(index, "wrap"u8))
        {
            return true;
        }

        c.Error("ERR Invalid OVERFLOW type specified");
        return false;
    }
}
