namespace Pika.Storage.Keyspace;

/// <summary>
/// Random elements of a hash or a set.
/// <para>
/// Up to <see cref="SmallSize"/> elements, one is chosen by its number. Above that the 32-bit space of hashes is cut into equal parts with
/// 8 elements each on average (the density), and each part is given 28 places, of which its elements take the first ones. A place
/// is chosen, out of all places of all parts; if no element has it, another one is chosen. So every element is as likely as any
/// other, at the cost of three or four seeks on average. Only elements in a part that holds more than it has places for can be missed: that is
/// one part in a hundred million, unless somebody chooses members for their hashes.
/// </para>
/// </summary>
public static class RandomElements
{
    /// <summary>Up to this many elements a walk to a number costs no more than the seeks.</summary>
    public const int SmallSize = 128;

    private const int Density = 8;

    /// <summary>
    /// Misses of places after which a random hash decides. All of 64 tries fail once in two thousand million times, if the hashes are spread as they should be.
    /// </summary>
    private const int MostTries = 64;

    /// <summary>Up to this many elements, or if more than one in <see cref="DrawnShare"/> is wanted, distinct ones are taken in one pass.</summary>
    private const int OnePassSize = 1024;

    private const int DrawnShare = 8;

    /// <summary>Values up to this size are read once when elements are wanted repeatedly.</summary>
    private const int LoadedSize = 4096;

    /// <summary>A walk that stands on a random element. Dispose it. It is not valid if a read stopped.</summary>
    /// <param name="size">The number of elements, above 0.</param>
    /// <param name="chance">Gives a random number from 0 to below its argument.</param>
    public static ElementWalk Pick(in ElementRows rows, long size, Func<long, long> chance)
    {
        var walk = rows.Walk();
        if (size <= SmallSize)
        {
            walk.SeekToFirst();
            Move(walk, chance(size), uint.MaxValue);
            return walk;
        }

        var parts = new HashParts(size, Density);
        for (int tries = 0; tries < MostTries && !rows.Stopped; tries++)
        {
            long place = chance(parts.Places);
            if (walk.Seek(parts.FirstHash(place)) && Move(walk, parts.NumberOf(place), parts.LastHash(place)))
            {
                return walk;
            }
        }

        // Only where hashes crowd: the first element from a hash on, round the end.
        _ = walk.Seek((uint)chance(1L << 32)) || rows.Stopped || walk.SeekToFirst();
        return walk;
    }

    /// <summary>A random element for the caller to remove; in a turn with many of them it costs less than <see cref="Pick"/>. False: a read stopped.</summary>
    /// <param name="element">Valid until the next call.</param>
    /// <inheritdoc cref="Pick"/>
    public static bool TryTake(
        Keyspace keyspace,
        in ElementRows rows,
        long size,
        Func<long, long> chance,
        out ReadOnlySpan<byte> element
    ) => keyspace.PickedAhead.TryTake(rows, size, chance, out element);

    /// <summary>
    /// Adds the elements of a random part of the hashes to a list, or of the whole value if it is small. Any element is as likely as any other to be
    /// among them. Void if a read stops; empty if hashes crowd.
    /// </summary>
    /// <param name="density">Elements in a part, on average.</param>
    /// <param name="mostBytes">With so many the rest of the part is left out.</param>
    /// <inheritdoc cref="Pick"/>
    internal static void AddPart(in ElementRows rows, long size, int density, int mostBytes, Func<long, long> chance, ElementList into)
    {
        if (size <= Math.Max(SmallSize, 2 * density))
        {
            AddAll(rows.Walk(), into, mostBytes);
            return;
        }

        var parts = new HashParts(size, density);
        for (int tries = 0; tries < MostTries && into.Count == 0 && !rows.Stopped; tries++)
        {
            long place = chance(parts.Places);
            AddAll(rows.Walk(parts.FirstHash(place), parts.LastHash(place)), into, mostBytes);
        }
    }

    /// <summary>Adds elements to a list as long as it holds no more than so many bytes, or only one element. False: not all of the walk fitted. Void if a read stops.</summary>
    /// <param name="walk">Disposed when this returns.</param>
    internal static bool AddAll(ElementWalk walk, ElementList into, long mostBytes = long.MaxValue)
    {
        bool any = walk.SeekToFirst();
        while (any && (into.Count == 0 || (long)into.Bytes + walk.Element.Length + walk.Value.Length <= mostBytes))
        {
            into.Add(walk);
            any = walk.Next();
        }

        walk.Dispose();
        return !any;
    }

    /// <summary>Adds different random elements to a list, in the order of their hashes or in none. Void if a read stops.</summary>
    /// <param name="count">How many; less than <paramref name="size"/>.</param>
    /// <inheritdoc cref="Pick"/>
    public static void AddDistinct(in ElementRows rows, long size, long count, Func<long, long> chance, ElementList into)
    {
        if (size <= OnePassSize || count > size / DrawnShare || !TryDraw(rows, size, count, chance, into))
        {
            into.Clear();
            TakeInOnePass(rows, size, count, chance, into);
        }
    }

    /// <summary>Gives random elements, any of them any number of times. Void if a read stops.</summary>
    /// <param name="count">How many.</param>
    /// <inheritdoc cref="Pick"/>
    public static void Repeat(in ElementRows rows, long size, long count, Func<long, long> chance, ElementVisitor visit)
    {
        if (size > LoadedSize || count == 1)
        {
            for (; count > 0 && !rows.Stopped; count--)
            {
                using var walk = Pick(rows, size, chance);
                if (walk.Valid)
                {
                    visit(walk.Element, walk.Value);
                }
            }

            return;
        }

        var all = new ElementList();
        AddAll(rows.Walk(), all);
        for (; count > 0 && all.Count > 0; count--)
        {
            int number = (int)chance(all.Count);
            visit(all[number], all.ValueOf(number));
        }
    }

    // Moves so many elements on. False: there are not so many up to the last hash.
    private static bool Move(ElementWalk walk, long steps, uint lastHash)
    {
        while (walk.Valid && walk.Hash <= lastHash)
        {
            if (steps-- == 0)
            {
                return true;
            }

            walk.Next();
        }

        return false;
    }

    // Different places have different elements, so that nothing has to be compared. False: too many places were free.
    private static bool TryDraw(in ElementRows rows, long size, long count, Func<long, long> chance, ElementList into)
    {
        var seen = new HashSet<long>();
        var parts = new HashParts(size, Density);
        using var walk = rows.Walk();
        for (long tries = MostTries + (8 * count); into.Count < count && tries > 0 && !rows.Stopped; tries--)
        {
            long place = chance(parts.Places);
            if (seen.Add(place) && walk.Seek(parts.FirstHash(place)) && Move(walk, parts.NumberOf(place), parts.LastHash(place)))
            {
                into.Add(walk);
            }
        }

        return into.Count == count;
    }

    // Each element is taken with the probability that makes the rest come out even.
    private static void TakeInOnePass(in ElementRows rows, long size, long count, Func<long, long> chance, ElementList into)
    {
        using var walk = rows.Walk();
        bool any = walk.SeekToFirst();
        for (long left = size; any && into.Count < count; left--)
        {
            if (chance(left) < count - into.Count)
            {
                into.Add(walk);
            }

            any = walk.Next();
        }
    }
}

/// <summary>Is given elements one after another, with their values; the spans are valid for the call.</summary>
public delegate void ElementVisitor(ReadOnlySpan<byte> element, ReadOnlySpan<byte> value);
