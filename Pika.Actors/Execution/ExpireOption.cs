namespace Pika.Actors.Execution;

/// <summary>The words for an expiry in SET and GETEX.</summary>
internal enum ExpireForm
{
    /// <summary>No such word was given.</summary>
    None,

    /// <summary>EX: seconds from now.</summary>
    Seconds,

    /// <summary>PX: milliseconds from now.</summary>
    Milliseconds,

    /// <summary>EXAT: unix time in seconds.</summary>
    AtSeconds,

    /// <summary>PXAT: unix time in milliseconds.</summary>
    AtMilliseconds,

    /// <summary>KEEPTTL: whatever the key has.</summary>
    Keep,

    /// <summary>PERSIST: none.</summary>
    Persist,
}

/// <summary>An expiry as a client writes it: which word, and where its number stands (0 if it has none).</summary>
internal readonly record struct ExpireOption(ExpireForm Form, int Number)
{
    /// <summary>Whether the number is a time, not a duration: such a one may lie in the past.</summary>
    public bool IsAbsolute => Form is ExpireForm.AtSeconds or ExpireForm.AtMilliseconds;

    /// <summary>Whether there is a time to set.</summary>
    public bool HasTime => Number > 0;

    /// <summary>
    /// Takes the word at <paramref name="index"/>, and its number, if it is one of the words for an expiry. The same word may come again,
    /// and the last one counts; two different ones exclude each other. On success the index stands on the last word taken.
    /// </summary>
    /// <param name="lone">The word without a number that the command knows: <see cref="ExpireForm.Keep"/> or <see cref="ExpireForm.Persist"/>.</param>
    public bool TryTake(CommandContext c, ref int index, ExpireForm lone, out ExpireOption taken)
    {
        taken = this;
        var form = FormOf(c, index);
        bool fits = form is ExpireForm.Keep or ExpireForm.Persist ? form == lone : form != ExpireForm.None && index + 1 < c.Count;
        if (!fits || (Form != ExpireForm.None && Form != form))
        {
            return false;
        }

        taken = new ExpireOption(form, form == lone ? 0 : ++index);
        return true;
    }

    /// <summary>The time that the number stands for, unix ms; 0 if there is none. False: it is refused, and the error is the reply.</summary>
    public bool TryTime(CommandContext c, out long expireAt)
    {
        expireAt = 0;
        if (!HasTime)
        {
            return true;
        }

        if (!c.TryInteger(Number, out long number))
        {
            return false;
        }

        bool inSeconds = Form is ExpireForm.Seconds or ExpireForm.AtSeconds;
        long scale = inSeconds ? 1000 : 1;
        long from = IsAbsolute ? 0 : c.Now;
        if (number <= 0 || number > long.MaxValue / scale || number * scale > long.MaxValue - from)
        {
            c.Error($"ERR invalid expire time in '{c.Command.FullName}' command");
            return false;
        }

        expireAt = (number * scale) + from;
        return true;
    }

    private static ExpireForm FormOf(CommandContext c, int index) =>
        c.Is(index, "ex"u8) ? ExpireForm.Seconds
        : c.Is(index, "px"u8) ? ExpireForm.Milliseconds
        : c.Is(index, "exat"u8) ? ExpireForm.AtSeconds
        : c.Is(index, "pxat"u8) ? ExpireForm.AtMilliseconds
        : c.Is(index, "keepttl"u8) ? ExpireForm.Keep
        : c.Is(index, "persist"u8) ? ExpireForm.Persist
        : ExpireForm.None;
}
