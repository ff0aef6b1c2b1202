namespace Pika.Actors.Execution;

/// <summary>
/// The arguments that the commands share which pop several elements from the first of several keys that has any: <c>numkeys key [key ...] end
/// [COUNT count]</c>.
/// </summary>
/// <param name="FirstKey">The first word that is a key.</param>
/// <param name="Keys">The number of keys.</param>
/// <param name="First">Whether the end is the one that the command names first: LEFT, MIN.</param>
/// <param name="Count">How many elements at most, 1 or more.</param>
internal readonly record struct ManyPopOptions(int FirstKey, int Keys, bool First, long Count)
{
    /// <summary>Reads them.</summary>
    /// <param name="at">The word that is the number of keys.</param>
    /// <param name="first">One end, such as LEFT.</param>
    /// <param name="last">The other end.</param>
    public static bool TryParse(CommandContext c, int at, ReadOnlySpan<byte> first, ReadOnlySpan<byte> last, out ManyPopOptions options)
    {
        options = default;
        if (!c.TryInteger(at, 1, long.MaxValue, out long keys, "ERR numkeys should be greater than 0"))
        {
            return false;
        }

        long end = at + Math.Min(keys, c.Count) + 1;
        if (end >= c.Count || (!c.Is((int)end, first) && !c.Is((int)end, last)))
        {
            c.SyntaxError();
            return false;
        }

        if (!TryCount(c, (int)end + 1, out long count))
        {
            return false;
        }

        options = new ManyPopOptions(at + 1, (int)keys, c.Is((int)end, first), count);
        return true;
    }

    /// <summary>
    /// Tries one key after the other until a pop has answered, or the command is void. False: no key has anything, and there is no reply.
    /// </summary>
    /// <param name="tryPop">Pops from the key at an index; false if there is nothing.</param>
    public bool TryPopAny(CommandContext c, Func<CommandContext, int, ManyPopOptions, bool> tryPop)
    {
        for (int key = FirstKey; key < FirstKey + Keys; key++)
        {
            if (tryPop(c, key, this) || c.Keyspace.Incomplete)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryCount(CommandContext c, int at, out long count)
    {
        count = 1;
        if (at == c.Count)
        {
            return true;
        }

        if (c.Is(at, "count"u8) && at + 1 < c.Count)
        {
            if (!c.TryInteger(at + 1, 1, long.MaxValue, out count, "ERR count should be greater than 0"))
            {
                return false;
            }

            if (at + 2 == c.Count)
            {
                return true;
            }
        }

        c.SyntaxError();
        return false;
    }
}
