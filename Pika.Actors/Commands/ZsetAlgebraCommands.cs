using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>Unions, intersections and differences of sorted sets and sets.</summary>
internal static class ZsetAlgebraCommands
{
    /// <summary>ZUNION numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX] [WITHSCORES]</summary>
    public static void ZUnion(CommandContext c) => Reply(c, ZsetAlgebraWords.Weights, static (algebra, _) => algebra.Union());

    /// <summary>ZINTER numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX] [WITHSCORES]</summary>
    public static void ZInter(CommandContext c) => Reply(c, ZsetAlgebraWords.Weights, static (algebra, most) => algebra.Intersection(most));

    /// <summary>ZDIFF numkeys key [key ...] [WITHSCORES]</summary>
    public static void ZDiff(CommandContext c) => Reply(c, ZsetAlgebraWords.None, static (algebra, _) => algebra.Difference());

    /// <summary>ZUNIONSTORE destination numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX]</summary>
    public static void ZUnionStore(CommandContext c) =>
        Store(c, ZsetAlgebraWords.Weights, static (algebra, _) => algebra.Union(), "zunionstore"u8);

    /// <summary>ZINTERSTORE destination numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX]</summary>
    public static void ZInterStore(CommandContext c) =>
        Store(c, ZsetAlgebraWords.Weights, static (algebra, most) => algebra.Intersection(most), "zinterstore"u8);

    /// <summary>ZDIFFSTORE destination numkeys key [key ...]</summary>
    public static void ZDiffStore(CommandContext c) =>
        Store(c, ZsetAlgebraWords.None, static (algebra, _) => algebra.Difference(), "zdiffstore"u8);

    /// <summary>ZINTERCARD numkeys key [key ...] [LIMIT limit]</summary>
    public static void ZInterCard(CommandContext c)
    {
        if (ZsetAlgebraOptions.Parse(c, 1, ZsetAlgebraWords.Limit) is not { } options)
        {
            return;
        }

        var algebra = new ZsetAlgebra(c, options.Sources, options.Aggregate);
        if (algebra.MayRun())
        {
            c.Reply.Integer(algebra.Intersection(options.Limit == 0 ? long.MaxValue : options.Limit).Count);
        }
    }

    private static void Reply(CommandContext c, ZsetAlgebraWords words, Func<ZsetAlgebra, long, ScoredMembers> operation)
    {
        if (ZsetAlgebraOptions.Parse(c, 1, words | ZsetAlgebraWords.WithScores) is not { } options)
        {
            return;
        }

        if (Run(c, options, operation) is not { } result)
        {
            return;
        }

        c.Reply.Members(result.Count, options.WithScores);
        for (int i = 0; i < result.Count; i++)
        {
            c.Reply.Member(result.Member(i), result.Score(i), options.WithScores);
        }
    }

    private static void Store(
        CommandContext c,
        ZsetAlgebraWords words,
        Func<ZsetAlgebra, long, ScoredMembers> operation,
        ReadOnlySpan<byte> name
    )
    {
        if (ZsetAlgebraOptions.Parse(c, 2, words) is { } options && Run(c, options, operation) is { } result)
        {
            ZsetRangeCommands.Store(c, 1, result, name);
        }
    }

    // Null: the command is void.
    private static ScoredMembers? Run(CommandContext c, ZsetAlgebraOptions options, Func<ZsetAlgebra, long, ScoredMembers> operation)
    {
        var algebra = new ZsetAlgebra(c, options.Sources, options.Aggregate);
        if (!algebra.MayRun())
        {
            return null;
        }

        var result = operation(algebra, long.MaxValue);
        result.Sort();
        return c.Keyspace.Incomplete ? null : result;
    }
}
