namespace Pika.Actors.Execution;

/// <summary>What XREAD and XREADGROUP are told before their ids. Group, Consumer and FirstKey are indexes of words.</summary>
/// <param name="Timeout">BLOCK in ms, 0 for ever; -1 without it.</param>
/// <param name="Count">The entries of each stream at most; 0 for all.</param>
internal sealed record StreamReadOptions(long Timeout, long Count, bool NoAck, int Group, int FirstKey, int Streams)
{
    /// <summary>The word that names the consumer.</summary>
    public int Consumer => Group + 1;

    /// <summary>The word of the first id.</summary>
    public int FirstId => FirstKey + Streams;

    /// <summary>Reads the words up to the ids. False: they make no sense, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, bool inGroup, out StreamReadOptions options)
    {
        options = new StreamReadOptions(-1, 0, false, 0, 0, 0);
        for (int i = 1; i < c.Count && options.FirstKey == 0; i++)
        {
            if (!options.TryTake(c, inGroup, ref i, out options))
            {
                return false;
            }
        }

        if (options.FirstKey == 0)
        {
            c.SyntaxError();
            return false;
        }

        if (inGroup && options.Group == 0)
        {
            c.Error("ERR Missing GROUP option for XREADGROUP");
            return false;
        }

        return true;
    }

    private bool TryTake(CommandContext c, bool inGroup, ref int i, out StreamReadOptions taken)
    {
        taken = this;
        int more = c.Count - 1 - i;
        if (more > 0 && c.Is(i, "block"u8))
        {
            bool valid = c.TryMilliseconds(++i, out long timeout);
            taken = this with { Timeout = timeout };
            return valid;
        }

        if (more > 0 && c.Is(i, "count"u8))
        {
            bool valid = c.TryInteger(++i, out long count);
            taken = this with { Count = Math.Max(count, 0) };
            return valid;
        }

        if (more > 0 && c.Is(i, "streams"u8))
        {
            return TryStreams(c, i + 1, out taken);
        }

        bool isGroup = more > 1 && c.Is(i, "group"u8);
        if (!isGroup && !c.Is(i, "noack"u8))
        {
            c.SyntaxError();
            return false;
        }

        if (!inGroup)
        {
            c.Error($"ERR The {(isGroup ? "GROUP" : "NOACK")} option is only supported by XREADGROUP. You called XREAD instead.");
            return false;
        }

        taken = isGroup ? this with { Group = i + 1 } : this with { NoAck = true };
        i += isGroup ? 2 : 0;
        return true;
    }

    private bool TryStreams(CommandContext c, int first, out StreamReadOptions taken)
    {
        int words = c.Count - first;
        taken = this with { FirstKey = first, Streams = words / 2 };
        if (words % 2 == 0)
        {
            return true;
        }

        c.Error("ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.");
        return false;
    }
}
