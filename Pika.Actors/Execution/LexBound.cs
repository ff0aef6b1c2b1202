namespace Pika.Actors.Execution;

/// <summary>One end of a range of members: <c>[a</c>, <c>(a</c> without that member itself, <c>-</c> or <c>+</c> for the ends of the order.</summary>
internal readonly ref struct LexBound
{
    /// <summary>-1 before all members, 1 behind them, 0 at <see cref="Member"/>.</summary>
    public int Side { get; private init; }

    /// <summary>The member itself is not in the range.</summary>
    public bool Exclusive { get; private init; }

    /// <summary>The member.</summary>
    public ReadOnlySpan<byte> Member { get; private init; }

    /// <summary>Reads both ends. False: one is none, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, int least, int most, out LexBound from, out LexBound to)
    {
        to = default;
        if (TryParse(c[least], out from) && TryParse(c[most], out to))
        {
            return true;
        }

        c.Error("ERR min or max not valid string range item");
        return false;
    }

    /// <summary>Whether no member lies between two ends.</summary>
    public static bool IsEmpty(in LexBound from, in LexBound to)
    {
        int order = from.Side != 0 || to.Side != 0 ? from.Side.CompareTo(to.Side) : from.Member.SequenceCompareTo(to.Member);
        return order > 0 || (order == 0 && (from.Exclusive || to.Exclusive));
    }

    /// <summary>Whether a member lies at this lower end or behind it.</summary>
    public bool IsBefore(ReadOnlySpan<byte> member) =>
        Side != 0 ? Side < 0 : member.SequenceCompareTo(Member) is var order && (order > 0 || (order == 0 && !Exclusive));

    /// <summary>Whether a member lies at this upper end or before it.</summary>
    public bool IsBehind(ReadOnlySpan<byte> member) =>
        Side != 0 ? Side > 0 : member.SequenceCompareTo(Member) is var order && (order < 0 || (order == 0 && !Exclusive));

    private static bool TryParse(ReadOnlySpan<byte> text, out LexBound bound)
    {
        bound = default;
        switch (text.IsEmpty ? 0 : text[0])
        {
            case (byte)'-' or (byte)'+' when text.Length == 1 || text[1] == 0:
                bound = new LexBound { Side = text[0] == '-' ? -1 : 1, Exclusive = true };
                return true;
            case (byte)'(' or (byte)'[':
                bound = new LexBound { Exclusive = text[0] == '(', Member = text[1..] };
                return true;
            default:
                return false;
        }
    }
}
