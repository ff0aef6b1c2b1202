using Pika.Protocol;

namespace Pika.Actors.Execution;

/// <summary>A bit's position in a string, as SETBIT, GETBIT and BITFIELD take it.</summary>
internal static class BitOffset
{
    /// <summary>
    /// A position inside the biggest string that may be. With a <paramref name="width"/> above 0, <c>#n</c> stands for n times that width. False: it
    /// is none, and the error is the reply.
    /// </summary>
    public static bool TryParse(CommandContext c, int index, int width, out long offset)
    {
        var text = c[index];
        bool scaled = width > 0 && !text.IsEmpty && text[0] == '#';
        bool isNumber = Numbers.TryParseInt64(scaled ? text[1..] : text, out offset);
        if (scaled)
        {
            // Redis lets this product wrap around; what comes out is checked like any other offset.
            offset = unchecked(offset * width);
        }

        if (isNumber && offset >= 0 && offset >> 3 < c.Node.Config.ProtoMaxBulkLen)
        {
            return true;
        }

        c.Error("ERR bit offset is not an integer or out of range");
        return false;
    }
}
