namespace Pika.Actors.Execution;

/// <summary>The options of RESTORE. How long the key was not used, and how often it was, are read and not kept: nothing is evicted here.</summary>
internal readonly struct RestoreOptions
{
    private const int FirstOption = 4;

    /// <summary>REPLACE: a key that is there is replaced.</summary>
    public bool Replace { get; private init; }

    /// <summary>ABSTTL: the expiry is a point in time.</summary>
    private bool Absolute { get; init; }

    /// <summary>Reads the options. False: they make no sense, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, out RestoreOptions options)
    {
        options = default;
        (bool idle, bool frequency) = (false, false);
        for (int i = FirstOption; i < c.Count; i++)
        {
            bool more = i + 1 < c.Count;
            if (c.Is(i, "replace"u8))
            {
                options = options with { Replace = true };
            }
            else if (c.Is(i, "absttl"u8))
            {
                options = options with { Absolute = true };
            }
            else if (more && !frequency && c.Is(i, "idletime"u8))
            {
                idle = true;
                if (!TryNumber(c, ++i, long.MaxValue, "ERR Invalid IDLETIME value, must be >= 0"))
                {
                    return false;
                }
            }
            else if (more && !idle && c.Is(i, "freq"u8))
            {
                frequency = true;
                if (!TryNumber(c, ++i, byte.MaxValue, "ERR Invalid FREQ value, must be >= 0 and <= 255"))
                {
                    return false;
                }
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }

    /// <summary>The point in time that a time to live stands for, unix ms; 0 is never.</summary>
    public long ExpireAt(long ttl, long now) => ttl == 0 || Absolute ? ttl : unchecked(ttl + now);

    private static bool TryNumber(CommandContext c, int index, long most, string error)
    {
        if (!c.TryInteger(index, out long value))
        {
            return false;
        }

        if (value >= 0 && value <= most)
        {
            return true;
        }

        c.Error(error);
        return false;
    }
}
