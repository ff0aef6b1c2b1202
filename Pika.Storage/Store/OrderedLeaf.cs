namespace Pika.Storage.Store;

/// <summary>Entries of <see cref="OrderedRows"/> that stand side by side: a start and a number each.</summary>
/// <param name="entries">The room to begin with.</param>
internal sealed class OrderedLeaf(int entries)
{
    /// <summary>Entries of a full leaf: to put a few in order is to move half of them, 2 KB, which costs less than the way down another level.</summary>
    public const int MostEntries = 256;

    public ulong[] Starts = new ulong[entries];
    public long[] Numbers = new long[entries];
    public int Count;

    /// <summary>So many entries from the first one on are in order.</summary>
    public int Sorted;

    public void Append(ulong start, long number)
    {
        Grow();
        if (Sorted == Count && (Count == 0 || Starts[Count - 1] < start))
        {
            Sorted++;
        }

        (Starts[Count], Numbers[Count]) = (start, number);
        Count++;
    }

    public void Insert(int index, ulong start, long number)
    {
        Grow();
        Array.Copy(Starts, index, Starts, index + 1, Count - index);
        Array.Copy(Numbers, index, Numbers, index + 1, Count - index);
        (Starts[index], Numbers[index]) = (start, number);
        Count++;
    }

    public void RemoveAt(int index)
    {
        Sorted = --Count;
        Array.Copy(Starts, index + 1, Starts, index, Count - index);
        Array.Copy(Numbers, index + 1, Numbers, index, Count - index);
    }

    /// <summary>Moves the entries from one on to a leaf of their own. All are in order.</summary>
    public OrderedLeaf CutOff(int from)
    {
        var right = new OrderedLeaf(MostEntries) { Count = Count - from, Sorted = Count - from };
        Array.Copy(Starts, from, right.Starts, 0, right.Count);
        Array.Copy(Numbers, from, right.Numbers, 0, right.Count);
        Sorted = Count = from;
        return right;
    }

    private void Grow()
    {
        if (Count == Starts.Length)
        {
            Array.Resize(ref Starts, Math.Min(MostEntries, Count * 4));
            Array.Resize(ref Numbers, Starts.Length);
        }
    }
}
