using System.Collections.Immutable;

namespace Pika.Storage.Store.Memory;

/// <summary>The rows of one family in one state, in key order.</summary>
internal sealed class MemoryRows(ImmutableSortedSet<MemoryRow> rows)
{
    public static MemoryRows Empty { get; } = new(ImmutableSortedSet.Create(MemoryRow.ByKey));

    public int Count => rows.Count;

    public ImmutableSortedSet<MemoryRow> All => rows;

    public MemoryRow this[int index] => rows[index];

    /// <summary>The row's place; if there is none, the complement of the place of the next greater one.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        var (low, high) = (0, rows.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = rows[middle].Key.AsSpan().SequenceCompareTo(key);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    /// <summary>The place of the first row at or after the key.</summary>
    public int FirstAtOrAfter(ReadOnlySpan<byte> key)
    {
        var index = Find(key);
        return index >= 0 ? index : ~index;
    }
}
