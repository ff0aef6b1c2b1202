using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>What XADD and XTRIM take before an entry's id: how to trim, and for XADD whether to make a stream.</summary>
internal record struct StreamTrimOptions
{
    /// <summary>What an approximate trim removes at most, unless LIMIT says otherwise: a hundred of Redis's nodes.</summary>
    private const long DefaultLimit = 100 * StreamType.TrimStep;

    private const string BothStrategies = "ERR syntax error, MAXLEN and MINID options at the same time are not compatible";

    private long _limit;
    private bool _limited;

    /// <summary>MAXLEN: the entries to keep; -1 without it.</summary>
    public long MaxLength { get; private set; }

    /// <summary>MINID: the first id to keep, if <see cref="ById"/>.</summary>
    public StreamId MinId { get; private set; }

    /// <summary>Whether MINID was given.</summary>
    public bool ById { get; private set; }

    /// <summary>The tilde.</summary>
    public bool Approximate { get; private set; }

    /// <summary>NOMKSTREAM</summary>
    public bool OnlyIfPresent { get; private set; }

    /// <summary>Whether there is anything to trim by.</summary>
    public readonly bool Trims => ById || MaxLength >= 0;

    /// <summary>The entries to remove at most; 0 for no limit.</summary>
    public readonly long Most =>
        _limited ? _limit
        : Approximate ? DefaultLimit
        : 0;

    /// <summary>Reads XADD's options up to the id. False: they make no sense, and the error is the reply.</summary>
    /// <param name="id">The index of the id's word; the number of words if there is none.</param>
    public static bool TryAdd(CommandContext c, out StreamTrimOptions options, out int id)
    {
        options = new StreamTrimOptions { MaxLength = -1 };
        for (id = 2; id < c.Count; id++)
        {
            if (c.Is(id, "nomkstream"u8))
            {
                options.OnlyIfPresent = true;
            }
            else if (!options.TryTake(c, ref id, out bool taken))
            {
                return false;
            }
            else if (!taken)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Reads XTRIM's options. False as for <see cref="TryAdd"/>.</summary>
    public static bool TryTrim(CommandContext c, out StreamTrimOptions options)
    {
        options = new StreamTrimOptions { MaxLength = -1 };
        for (int i = 2; i < c.Count; i++)
        {
            if (!options.TryTake(c, ref i, out bool taken))
            {
                return false;
            }

            if (!taken)
            {
                c.SyntaxError();
                return false;
            }
        }

        return options.IsSound(c, mustTrim: true);
    }

    /// <summary>Whether the options make sense together. False: the error is the reply.</summary>
    public readonly bool IsSound(CommandContext c, bool mustTrim)
    {
        string? error =
            _limit != 0 && !Trims ? "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy"
            : mustTrim && !Trims ? "ERR syntax error, XTRIM must be called with a trimming strategy"
            : _limited && !Approximate ? "ERR syntax error, LIMIT cannot be used without the special ~ option"
            : null;
        if (error is not null)
        {
            c.Error(error);
        }

        return error is null;
    }

    private bool TryTake(CommandContext c, ref int index, out bool taken)
    {
        taken = index + 1 < c.Count && (c.Is(index, "maxlen"u8) || c.Is(index, "minid"u8) || c.Is(index, "limit"u8));
        return !taken || (c.Is(index, "limit"u8) ? TryLimit(c, ++index) : TryStrategy(c, ref index));
    }

    private bool TryLimit(CommandContext c, int index)
    {
        if (!c.TryInteger(index, out _limit))
        {
            return false;
        }

        _limited = true;
        if (_limit < 0)
        {
            c.Error("ERR The LIMIT argument must be >= 0.");
        }

        return _limit >= 0;
    }

    private bool TryStrategy(CommandContext c, ref int index)
    {
        if (Trims)
        {
            c.Error(BothStrategies);
            return false;
        }

        ById = c.Is(index, "minid"u8);
        bool hasSign = index + 2 < c.Count && (c.Is(index + 1, "~"u8) || c.Is(index + 1, "="u8));
        Approximate = hasSign && c.Is(index + 1, "~"u8);
        index += hasSign ? 2 : 1;
        return ById ? TryMinId(c, index) : TryMaxLength(c, index);
    }

    private bool TryMinId(CommandContext c, int index)
    {
        bool valid = c.TryId(index, out var id);
        MinId = id;
        return valid;
    }

    private bool TryMaxLength(CommandContext c, int index)
    {
        if (!c.TryInteger(index, out long length))
        {
            return false;
        }

        MaxLength = length;
        if (length < 0)
        {
            c.Error("ERR The MAXLEN argument must be >= 0.");
        }

        return length >= 0;
    }
}
