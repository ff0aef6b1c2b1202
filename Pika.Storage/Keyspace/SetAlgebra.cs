namespace Pika.Storage.Keyspace;

/// <summary>One of the sets of a union, an intersection or a difference; <c>default</c> stands for a key that is not there.</summary>
public readonly record struct SetOperand(ElementRows Rows, long Size);

/// <summary>
/// Unions, intersections and differences. The rows of all sets have one order, so that a union needs no memory: the sets are walked side by side. What
/// comes out has that order too. If the view is left <see cref="Keyspace.Incomplete"/>, what has been given out is void.
/// </summary>
public static class SetAlgebra
{
    /// <summary>Up to this many members, a difference looks each one up in the other sets, whatever their sizes: opening walks costs more.</summary>
    private const int LookedUp = 16;

    /// <summary>A look-up costs about as much as so many steps of a walk.</summary>
    private const int StepsPerLookUp = 2;

    /// <summary>Gives out what is in all sets: the smallest one is walked, and its members are looked up in the others, smaller ones first.</summary>
    /// <param name="sets">At least one; comes back ordered by size.</param>
    /// <param name="add">Is given a member; false ends the walk.</param>
    public static void Intersect(Keyspace keyspace, Span<SetOperand> sets, MemberSink add)
    {
        sets.Sort(static (a, b) => a.Size.CompareTo(b.Size));
        if (sets[0].Size == 0 || !ElementRows.MayVisit(keyspace, sets[0].Size * sets.Length))
        {
            return;
        }

        using var walk = sets[0].Rows.Walk();
        for (bool any = walk.SeekToFirst(); any && !keyspace.Incomplete; any = walk.Next())
        {
            if (InAll(sets[1..], walk.Element) && !add(walk.Element))
            {
                return;
            }
        }
    }

    /// <summary>Gives out what is in any of the sets, once.</summary>
    /// <inheritdoc cref="Intersect"/>
    public static void Unite(Keyspace keyspace, ReadOnlySpan<SetOperand> sets, MemberSink add)
    {
        if (!ElementRows.MayVisit(keyspace, TotalOf(sets)))
        {
            return;
        }

        using var walks = new ElementWalks(sets);
        for (int least = walks.Least(); least >= 0 && !keyspace.Incomplete; least = walks.Least())
        {
            if (!add(walks[least].Element))
            {
                return;
            }

            walks.Pass(least);
        }
    }

    /// <summary>Gives out what is in the first set and in none of the others.</summary>
    /// <inheritdoc cref="Intersect"/>
    public static void Subtract(Keyspace keyspace, ReadOnlySpan<SetOperand> sets, MemberSink add)
    {
        var first = sets[0];
        var others = sets[1..];
        if (first.Size == 0)
        {
            return;
        }

        long total = TotalOf(others);
        long lookUps = first.Size * others.Length;
        bool sideBySide = first.Size > LookedUp && total <= lookUps * StepsPerLookUp;
        if (!ElementRows.MayVisit(keyspace, sideBySide ? first.Size + total : first.Size + lookUps))
        {
            return;
        }

        using var walks = new ElementWalks(sideBySide ? others : []);
        using var walk = first.Rows.Walk();
        for (bool any = walk.SeekToFirst(); any && !keyspace.Incomplete; any = walk.Next())
        {
            bool elsewhere = sideBySide ? walks.AnyAt(walk) : InAny(others, walk.Element);
            if (!elsewhere && !add(walk.Element))
            {
                return;
            }
        }
    }

    private static long TotalOf(ReadOnlySpan<SetOperand> sets)
    {
        long total = 0;
        foreach (ref readonly var set in sets)
        {
            total += set.Size;
        }

        return total;
    }

    private static bool InAll(ReadOnlySpan<SetOperand> sets, ReadOnlySpan<byte> member)
    {
        foreach (ref readonly var set in sets)
        {
            if (!set.Rows.Contains(member))
            {
                return false;
            }
        }

        return true;
    }

    private static bool InAny(ReadOnlySpan<SetOperand> sets, ReadOnlySpan<byte> member)
    {
        foreach (ref readonly var set in sets)
        {
            if (set.Size > 0 && set.Rows.Contains(member))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Is given the members of a result one after another; false: no more are wanted.</summary>
public delegate bool MemberSink(ReadOnlySpan<byte> member);
