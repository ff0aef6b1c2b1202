using Pika.Actors.Execution;
using Pika.Storage.Keyspace;
using ValueType = Pika.Storage.Keyspace.ValueType;

namespace Pika.Actors.Commands;

/// <summary>Unions, intersections and differences of sets; what they cost: <see cref="SetAlgebra"/>.</summary>
internal static class SetAlgebraCommands
{
    /// <summary>SINTER key [key ...]</summary>
    public static void SInter(CommandContext c) => Answer(c, SetAlgebra.Intersect);

    /// <summary>SUNION key [key ...]</summary>
    public static void SUnion(CommandContext c) => Answer(c, static (keyspace, sets, add) => SetAlgebra.Unite(keyspace, sets, add));

    /// <summary>SDIFF key [key ...]</summary>
    public static void SDiff(CommandContext c) => Answer(c, static (keyspace, sets, add) => SetAlgebra.Subtract(keyspace, sets, add));

    /// <summary>SINTERSTORE destination key [key ...]</summary>
    public static void SInterStore(CommandContext c) => Store(c, SetAlgebra.Intersect, "sinterstore"u8);

    /// <summary>SUNIONSTORE destination key [key ...]</summary>
    public static void SUnionStore(CommandContext c) =>
        Store(c, static (keyspace, sets, add) => SetAlgebra.Unite(keyspace, sets, add), "sunionstore"u8);

    /// <summary>SDIFFSTORE destination key [key ...]</summary>
    public static void SDiffStore(CommandContext c) =>
        Store(c, static (keyspace, sets, add) => SetAlgebra.Subtract(keyspace, sets, add), "sdiffstore"u8);

    /// <summary>SINTERCARD numkeys key [key ...] [LIMIT limit]</summary>
    public static void SInterCard(CommandContext c)
    {
        if (!c.TryInteger(1, 1, long.MaxValue, out long keys, "ERR numkeys should be greater than 0"))
        {
            return;
        }

        if (keys > c.Count - 2)
        {
            c.Error("ERR Number of keys can't be greater than number of args");
            return;
        }

        if (!TryLimit(c, 2 + (int)keys, out long limit) || !TryOperands(c, 2, (int)keys, out var sets))
        {
            return;
        }

        long count = 0;
        SetAlgebra.Intersect(c.Keyspace, sets, _ => ++count != limit);
        c.Reply.Integer(count);
    }

    // A limit of 0 is none, which a count never meets.
    private static bool TryLimit(CommandContext c, int from, out long limit)
    {
        limit = 0;
        for (int i = from; i < c.Count; i += 2)
        {
            if (!c.Is(i, "limit"u8) || i + 1 == c.Count)
            {
                c.SyntaxError();
                return false;
            }

            if (!c.TryInteger(i + 1, 0, long.MaxValue, out limit, "ERR LIMIT can't be negative"))
            {
                return false;
            }
        }

        return true;
    }

    private static void Answer(CommandContext c, Operation operation)
    {
        if (!TryOperands(c, 1, c.Count - 1, out var sets))
        {
            return;
        }

        int count = 0;
        int mark = c.Reply.BeginDeferred();
        operation(
            c.Keyspace,
            sets,
            member =>
            {
                c.Reply.Bulk(member);
                count++;
                return true;
            }
        );
        c.Reply.EndSet(mark, count);
    }

    private static void Store(CommandContext c, Operation operation, ReadOnlySpan<byte> name)
    {
        if (!TryOperands(c, 2, c.Count - 2, out var sets))
        {
            return;
        }

        // The result has a version of its own, so that its rows are apart from those of the sets, the destination's included.
        ulong version = c.Keyspace.NewVersion();
        var rows = new ElementRows(c.Keyspace, c[1], version);
        long count = 0;
        operation(
            c.Keyspace,
            sets,
            member =>
            {
                rows.Put(member, 0);
                count++;
                return true;
            }
        );

        using var old = c.Keyspace.Find(c[1]);
        if (count > 0)
        {
            SetType.Replace(c.Keyspace, c[1], version, count, old);
            c.Notify(NotifyEvent.Set, name, c[1]);
        }
        else if (old.Exists)
        {
            c.Keyspace.Remove(c[1], old);
            c.Notify(NotifyEvent.Generic, "del"u8, c[1]);
        }

        c.Reply.Integer(count);
    }

    private static bool TryOperands(CommandContext c, int first, int count, out SetOperand[] sets)
    {
        sets = new SetOperand[count];
        for (int i = 0; i < count; i++)
        {
            var key = c[first + i];
            using var row = c.Keyspace.Lookup(key);
            if (c.IsWrongType(row, ValueType.Set))
            {
                return false;
            }

            sets[i] = row.Exists ? new SetOperand(new ElementRows(c.Keyspace, key, row.Version), row.Size) : default;
        }

        return true;
    }

    private delegate void Operation(Keyspace keyspace, Span<SetOperand> sets, MemberSink add);
}
