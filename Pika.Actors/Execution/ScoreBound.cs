using Pika.Protocol;

namespace Pika.Actors.Execution;

/// <summary>One end of a range of scores: <c>1.5</c>, or <c>(1.5</c> without that score itself.</summary>
internal readonly record struct ScoreBound(double Score, bool Exclusive)
{
    /// <summary>Reads both ends. False: one is no number, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, int least, int most, out ScoreBound from, out ScoreBound to)
    {
        to = default;
        if (TryParse(c[least], out from) && TryParse(c[most], out to))
        {
            return true;
        }

        c.Error("ERR min or max is not a float");
        return false;
    }

    // As C reads it: up to a zero byte, behind blanks, and nothing at all is 0.
    private static bool TryParse(ReadOnlySpan<byte> text, out ScoreBound bound)
    {
        bool exclusive = !text.IsEmpty && text[0] == '(';
        text = exclusive ? text[1..] : text;
        int end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        if (text.IsEmpty)
        {
            bound = new ScoreBound(0, exclusive);
            return true;
        }

        bool isNumber = Numbers.TryParseDoubleLeniently(text.TrimStart(" \t\n\v\f\r"u8), out double score);
        bound = new ScoreBound(score, exclusive);
        return isNumber;
    }
}
