namespace Pika.Actors.Execution;

/// <summary>The options of ZADD, in any order, and where what follows them begins.</summary>
internal readonly record struct ZaddOptions
{
    /// <summary>NX: leave members alone that are there.</summary>
    public bool OnlyAdd { get; init; }

    /// <summary>XX: add none.</summary>
    public bool OnlyUpdate { get; init; }

    /// <summary>GT: change a score only to a greater one.</summary>
    public bool OnlyGreater { get; init; }

    /// <summary>LT: change a score only to a lesser one.</summary>
    public bool OnlyLess { get; init; }

    /// <summary>CH: count what is changed, not only what is added.</summary>
    public bool CountChanged { get; init; }

    /// <summary>INCR: add to the score, and answer with it.</summary>
    public bool Increment { get; init; }

    /// <summary>The index of the first score.</summary>
    public int First { get; init; }

    /// <summary>Reads the words after the key. False: they make no sense, and the error is the reply.</summary>
    /// <param name="increment">The command is ZINCRBY.</param>
    public static bool TryParse(CommandContext c, bool increment, out ZaddOptions options)
    {
        options = new ZaddOptions { Increment = increment, First = 2 };
        while (options.First < c.Count && TryTake(c, options, out var taken))
        {
            options = taken with { First = options.First + 1 };
        }

        int left = c.Count - options.First;
        string? error =
            left == 0 || left % 2 != 0 ? "ERR syntax error"
            : options is { OnlyAdd: true, OnlyUpdate: true } ? "ERR XX and NX options at the same time are not compatible"
            : (options.OnlyGreater && options.OnlyAdd) || (options.OnlyLess && options.OnlyAdd) || (options.OnlyGreater && options.OnlyLess)
                ? "ERR GT, LT, and/or NX options at the same time are not compatible"
            : options.Increment && left > 2 ? "ERR INCR option supports a single increment-element pair"
            : null;
        if (error is not null)
        {
            c.Error(error);
        }

        return error is null;
    }

    private static bool TryTake(CommandContext c, in ZaddOptions options, out ZaddOptions taken)
    {
        int i = options.First;

        // Most words here are scores.
        bool isWord = c[i].Length is >= 2 and <= 4 && char.IsAsciiLetter((char)c[i][0]);
        taken =
            !isWord ? options
            : c.Is(i, "nx"u8) ? options with { OnlyAdd = true }
            : c.Is(i, "xx"u8) ? options with { OnlyUpdate = true }
            : c.Is(i, "gt"u8) ? options with { OnlyGreater = true }
            : c.Is(i, "lt"u8) ? options with { OnlyLess = true }
            : c.Is(i, "ch"u8) ? options with { CountChanged = true }
            : c.Is(i, "incr"u8) ? options with { Increment = true }
            : options with { First = -1 };
        return isWord && taken.First >= 0;
    }
}
