using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>The count of HRANDFIELD and SRANDMEMBER: negative ones ask for elements that may come again.</summary>
internal static class RandomCount
{
    /// <summary>Reads a count. False: it is none, and the error is the reply.</summary>
    public static bool TryRead(CommandContext c, int index, out long count)
    {
        if (!c.TryInteger(index, out count))
        {
            return false;
        }

        if (count == long.MinValue)
        {
            c.Error("ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
            return false;
        }

        return true;
    }
}
