namespace Pika.Storage.Keyspace;

/// <summary>
/// Brings the first items of a list into order, and leaves the others in any. It is the quicksort of Bentley and McIlroy ("Engineering a Sort Function", 1993),
/// without the parts behind the items that are wanted: Redis uses it, and the order in which it leaves equal items is seen by clients.
/// </summary>
internal static class FirstSort
{
    /// <summary>Lists shorter than this are sorted by insertion.</summary>
    private const int Short = 7;

    /// <summary>For lists longer than this the pivot is chosen from nine items.</summary>
    private const int Long = 40;

    /// <summary>Sorts until the first <paramref name="wanted"/> items are right.</summary>
    public static void Sort<T>(Span<T> items, int wanted, Comparison<T> compare)
    {
        while (items.Length >= Short)
        {
            var (less, greater) = Divide(items, compare);
            if (less > 1)
            {
                Sort(items[..less], wanted, compare);
            }

            int begin = items.Length - greater;
            if (greater <= 1 || begin >= wanted)
            {
                return;
            }

            items = items[begin..];
            wanted -= begin;
        }

        Insert(items, compare);
    }

    private static void Insert<T>(Span<T> items, Comparison<T> compare)
    {
        for (int i = 1; i < items.Length; i++)
        {
            for (int at = i; at > 0 && compare(items[at - 1], items[at]) > 0; at--)
            {
                (items[at - 1], items[at]) = (items[at], items[at - 1]);
            }
        }
    }

    // Puts the items into three parts by a pivot, and tells the lengths of the first and the last. Equal ones gather at both ends first.
    private static (int Less, int Greater) Divide<T>(Span<T> items, Comparison<T> compare)
    {
        int pivot = Pivot(items, compare);
        (items[0], items[pivot]) = (items[pivot], items[0]);
        int equalLeft = 1;
        int left = 1;
        int right = items.Length - 1;
        int equalRight = right;
        while (true)
        {
            int order;
            for (; left <= right && (order = compare(items[left], items[0])) <= 0; left++)
            {
                if (order == 0)
                {
                    (items[equalLeft], items[left]) = (items[left], items[equalLeft]);
                    equalLeft++;
                }
            }

            for (; left <= right && (order = compare(items[right], items[0])) >= 0; right--)
            {
                if (order == 0)
                {
                    (items[right], items[equalRight]) = (items[equalRight], items[right]);
                    equalRight--;
                }
            }

            if (left > right)
            {
                break;
            }

            (items[left], items[right]) = (items[right], items[left]);
            left++;
            right--;
        }

        int less = left - equalLeft;
        int greater = equalRight - right;
        Exchange(items, 0, left, Math.Min(equalLeft, less));
        Exchange(items, left, items.Length, Math.Min(greater, items.Length - 1 - equalRight));
        return (less, greater);
    }

    // The items from a place on change with as many before another.
    private static void Exchange<T>(Span<T> items, int from, int before, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (items[from + i], items[before - count + i]) = (items[before - count + i], items[from + i]);
        }
    }

    private static int Pivot<T>(Span<T> items, Comparison<T> compare)
    {
        (int first, int middle, int last) = (0, items.Length / 2, items.Length - 1);
        if (items.Length > Long)
        {
            int step = items.Length / 8;
            first = Median(items, first, first + step, first + (2 * step), compare);
            middle = Median(items, middle - step, middle, middle + step, compare);
            last = Median(items, last - (2 * step), last - step, last, compare);
        }

        return items.Length > Short ? Median(items, first, middle, last, compare) : middle;
    }

    private static int Median<T>(Span<T> items, int a, int b, int c, Comparison<T> compare)
    {
        if (compare(items[a], items[b]) < 0)
        {
            return compare(items[b], items[c]) < 0 ? b
                : compare(items[a], items[c]) < 0 ? c
                : a;
        }

        return compare(items[b], items[c]) > 0 ? b
            : compare(items[a], items[c]) < 0 ? a
            : c;
    }
}
