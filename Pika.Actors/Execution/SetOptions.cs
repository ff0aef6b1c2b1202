namespace Pika.Actors.Execution;

/// <summary>The options of SET, in any order.</summary>
internal readonly record struct SetOptions
{
    /// <summary>NX</summary>
    public bool OnlyIfAbsent { get; init; }

    /// <summary>XX</summary>
    public bool OnlyIfPresent { get; init; }

    /// <summary>Pika's VX: the index of the word that the old value has to be; 0 without.</summary>
    public int OnlyIfValue { get; init; }

    /// <summary>GET: reply with the old value.</summary>
    public bool Get { get; init; }

    /// <summary>The expiry, if one was given.</summary>
    public ExpireOption Expire { get; init; }

    /// <summary>Reads the words after the value. False: they make no sense, and the error is the reply.</summary>
    public static bool TryParse(CommandContext c, out SetOptions options)
    {
        options = default;
        for (int i = 3; i < c.Count; i++)
        {
            if (c.Is(i, "nx"u8) && options is { OnlyIfPresent: false, OnlyIfValue: 0 })
            {
                options = options with { OnlyIfAbsent = true };
            }
            else if (c.Is(i, "xx"u8) && options is { OnlyIfAbsent: false, OnlyIfValue: 0 })
            {
                options = options with { OnlyIfPresent = true };
            }
            else if (c.Is(i, "vx"u8) && i + 1 < c.Count && options is { OnlyIfPresent: false, OnlyIfAbsent: false, Get: false })
            {
                options = options with { OnlyIfValue = ++i };
            }
            else if (c.Is(i, "get"u8) && options.OnlyIfValue == 0)
            {
                options = options with { Get = true };
            }
            else if (options.Expire.TryTake(c, ref i, ExpireForm.Keep, out var expire))
            {
                options = options with { Expire = expire };
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }
}
