using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Execution;

/// <summary>Which words a command of set algebra takes after its keys.</summary>
[Flags]
internal enum ZsetAlgebraWords
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>WEIGHTS and AGGREGATE.</summary>
    Weights = 1,

    /// <summary>WITHSCORES.</summary>
    WithScores = 2,

    /// <summary>LIMIT.</summary>
    Limit = 4,
}

/// <summary>The keys and options of ZUNION and its kin.</summary>
internal sealed class ZsetAlgebraOptions
{
    private ZsetAlgebraOptions(ScoredSource[] sources) => Sources = sources;

    /// <summary>The values of the keys, with their weights.</summary>
    public ScoredSource[] Sources { get; }

    /// <summary>AGGREGATE</summary>
    public ZsetAggregate Aggregate { get; private set; }

    /// <summary>WITHSCORES</summary>
    public bool WithScores { get; private set; }

    /// <summary>LIMIT; 0 for none.</summary>
    public long Limit { get; private set; }

    /// <summary>Reads everything from the number of keys on. Null: it makes no sense, and the error is the reply.</summary>
    public static ZsetAlgebraOptions? Parse(CommandContext c, int numkeys, ZsetAlgebraWords words)
    {
        if (!c.TryInteger(numkeys, out long keys))
        {
            return null;
        }

        if (keys < 1)
        {
            c.Error($"ERR at least 1 input key is needed for '{c.Command.FullName}' command");
            return null;
        }

        if (keys > c.Count - (numkeys + 1))
        {
            c.SyntaxError();
            return null;
        }

        var sources = new ScoredSource[keys];
        for (int i = 0; i < sources.Length; i++)
        {
            var key = c[numkeys + 1 + i];
            using var row = c.Keyspace.Lookup(key);
            if (row.Exists && row.Type != ValueType.Set && c.IsWrongType(row, ValueType.Zset))
            {
                return null;
            }

            sources[i] = new ScoredSource(c.Keyspace, key, row);
        }

        var options = new ZsetAlgebraOptions(sources);
        return options.TryRead(c, numkeys + 1 + sources.Length, words) ? options : null;
    }

    private bool TryRead(CommandContext c, int first, ZsetAlgebraWords words)
    {
        for (int i = first; i < c.Count; )
        {
            int left = c.Count - i;
            bool taken =
                words.HasFlag(ZsetAlgebraWords.Weights) && left > Sources.Length && c.Is(i, "weights"u8) ? TryWeights(c, ref i)
                : words.HasFlag(ZsetAlgebraWords.Weights) && left >= 2 && c.Is(i, "aggregate"u8) ? TryAggregate(c, ref i)
                : words.HasFlag(ZsetAlgebraWords.WithScores) && c.Is(i, "withscores"u8) ? TakeWithScores(ref i)
                : words.HasFlag(ZsetAlgebraWords.Limit) && left >= 2 && c.Is(i, "limit"u8) ? TryLimit(c, ref i)
                : Fail(c);
            if (!taken)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryWeights(CommandContext c, ref int i)
    {
        i++;
        foreach (var source in Sources)
        {
            if (!Protocol.Numbers.TryParseDouble(c[i++], out double weight))
            {
                c.Error("ERR weight value is not a float");
                return false;
            }

            source.Weight = weight;
        }

        return true;
    }

    private bool TryAggregate(CommandContext c, ref int i)
    {
        ZsetAggregate? aggregate =
            c.Is(i + 1, "sum"u8) ? ZsetAggregate.Sum
            : c.Is(i + 1, "min"u8) ? ZsetAggregate.Min
            : c.Is(i + 1, "max"u8) ? ZsetAggregate.Max
            : null;
        if (aggregate is null)
        {
            return Fail(c);
        }

        Aggregate = aggregate.Value;
        i += 2;
        return true;
    }

    private bool TakeWithScores(ref int i)
    {
        WithScores = true;
        i++;
        return true;
    }

    private bool TryLimit(CommandContext c, ref int i)
    {
        if (!c.TryInteger(i + 1, 0, long.MaxValue, out long limit, "ERR LIMIT can't be negative"))
        {
            return false;
        }

        Limit = limit;
        i += 2;
        return true;
    }

    private static bool Fail(CommandContext c)
    {
        c.SyntaxError();
        return false;
    }
}
