namespace Pika.Storage.Keyspace;

/// <summary>
/// Random elements of a hash or a set.
/// <para>
/// Up to <see cref="SmallSize"/> elements, one is chosen by its number. Above that the 32-bit space of hashes is cut into equal parts with
/// <see cref="Density"/> elements each on average, and each part is given <see cref="Places"/> places, of which its elements take the first ones.
/// A place is chosen, out of all places of all parts; if no element has it, another one is chosen. So every element is as likely as any other,
/// at the cost of three or four seeks on average. Only elements in a part that holds more than it has places for can be missed: with Density 8
/// and Places 28 that is one part in a hundred million, unless somebody chooses members for their hashes.
/// </para>
/// </summary>
public static class RandomElements
{
    /// <summary>Up to this many elements a walk to a number costs no more than the seeks.</summary>
    public const int SmallSize = 128;

    private const int Density = 8;
    private const int Places = 28;

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
        if (size <= SmallSize)
        {
            return AtNumber(rows.Walk(), chance(size));
        }

        for (int tries = 0; tries < MostTries && !rows.Stopped; tries++)
        {
            var walk = AtPlace(rows, size, chance(PlacesOf(size)));
            if (walk.Valid)
            {
                return walk;
            }

            walk.Dispose();
        }

        return FromHash(rows, (uint)chance(1L << 32));
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
        using (var walk = rows.Walk())
        {
            for (bool any = walk.SeekToFirst(); any; any = walk.Next())
            {
                all.Add(walk);
            }
        }

        for (; count > 0 && all.Count > 0; count--)
        {
            int number = (int)chance(all.Count);
            visit(all[number], all.ValueOf(number));
        }
    }

    private static long PartsOf(long size) => size / Density;

    private static long PlacesOf(long size) => PartsOf(size) * Places;

    private static ElementWalk AtPlace(in ElementRows rows, long size, long place)
    {
        ulong parts = (ulong)PartsOf(size);
        (ulong part, ulong number) = Math.DivRem((ulong)place, Places);
        ulong first = (part << 32) / parts;
        ulong end = ((part + 1) << 32) / parts;
        return AtNumber(rows.Walk((uint)first, (uint)(end - 1)), (long)number);
    }

    private static ElementWalk AtNumber(ElementWalk walk, long number)
    {
        for (bool any = walk.SeekToFirst(); any && number > 0; number--)
        {
            any = walk.Next();
        }

        return walk;
    }

    // The first element from a hash on, round the end.
    private static ElementWalk FromHash(in ElementRows rows, uint hash)
    {
        var walk = AtNumber(rows.Walk(hash, uint.MaxValue), 0);
        if (walk.Valid || rows.Stopped)
        {
            return walk;
        }

        walk.Dispose();
        return AtNumber(rows.Walk(), 0);
    }

    // Different places have different elements, so that nothing has to be compared. False: too many places were free.
    private static bool TryDraw(in ElementRows rows, long size, long count, Func<long, long> chance, ElementList into)
    {
        var seen = new HashSet<long>();
        for (long tries = MostTries + (count * 2 * Places / Density); into.Count < count && tries > 0 && !rows.Stopped; tries--)
        {
            long place = chance(PlacesOf(size));
            if (!seen.Add(place))
            {
                continue;
            }

            using var walk = AtPlace(rows, size, place);
            if (walk.Valid)
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
