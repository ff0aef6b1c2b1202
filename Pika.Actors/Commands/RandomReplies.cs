using Pika.Actors.Execution;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Commands;

/// <summary>Answers with random elements of a hash or a set.</summary>
internal static class RandomReplies
{
    /// <summary>One element, or no value.</summary>
    public static void One(CommandContext c, in KeyRow row)
    {
        if (!row.Exists)
        {
            c.Reply.Null();
            return;
        }

        using var walk = RandomElements.Pick(new ElementRows(c.Keyspace, c[1], row.Version), row.Size, c.Node.Chance);
        if (walk.Valid)
        {
            c.Reply.Bulk(walk.Element);
        }
    }

    /// <summary>An array of different elements, all if they are not more than <paramref name="count"/>; if it is negative, of so many that may come again.</summary>
    /// <param name="pairs">With their values: in RESP3 an array for each, in RESP2 by turns.</param>
    public static void Several(CommandContext c, in KeyRow row, long count, bool pairs)
    {
        if (count == 0 || !row.Exists)
        {
            c.Reply.Array(0);
            return;
        }

        var rows = new ElementRows(c.Keyspace, c[1], row.Version);
        if (count < 0)
        {
            WriteHeader(c, -count, pairs);
            if (ElementRows.MayVisit(c.Keyspace, -count))
            {
                RandomElements.Repeat(rows, row.Size, -count, c.Node.Chance, (element, value) => Write(c, element, value, pairs));
            }
        }
        else if (ElementRows.MayVisit(c.Keyspace, Math.Min(count, row.Size)))
        {
            var chosen = Choose(c, row, count);
            WriteHeader(c, chosen.Count, pairs);
            for (int i = 0; i < chosen.Count; i++)
            {
                Write(c, chosen[i], chosen.ValueOf(i), pairs);
            }
        }
    }

    /// <summary>Different random elements, or all if they are not more. Void if a read stops.</summary>
    public static ElementList Choose(CommandContext c, in KeyRow row, long count)
    {
        var chosen = new ElementList();
        var rows = new ElementRows(c.Keyspace, c[1], row.Version);
        if (count < row.Size)
        {
            RandomElements.AddDistinct(rows, row.Size, count, c.Node.Chance, chosen);
            return chosen;
        }

        using var walk = rows.Walk();
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            chosen.Add(walk);
        }

        return chosen;
    }

    private static void WriteHeader(CommandContext c, long count, bool pairs) =>
        c.Reply.Array(ElementReplies.CountOf(pairs && c.Reply.Protocol < 3 ? 2 * count : count));

    private static void Write(CommandContext c, ReadOnlySpan<byte> element, ReadOnlySpan<byte> value, bool pair)
    {
        if (pair && c.Reply.Protocol >= 3)
        {
            c.Reply.Array(2);
        }

        c.Reply.Bulk(element);
        if (pair)
        {
            c.Reply.Bulk(value);
        }
    }
}
