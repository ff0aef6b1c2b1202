namespace Pika.Protocol;

/// <summary>The argument ranges of a batch, one after another; its array is reused from batch to batch.</summary>
internal sealed class RangeList
{
    /// <summary>8 KB of ranges: enough for a batch of usual size, so only bigger arrays are ever given back.</summary>
    private const int KeptCapacity = 1024;

    /// <summary>The most ranges held since the last <see cref="Trim"/>.</summary>
    private int _peak;

    public ArgumentRange[] Items { get; private set; } = [];

    public int Count { get; private set; }

    public void Add(ArgumentRange range)
    {
        var items = Items;
        var count = Count;
        if ((uint)count < (uint)items.Length)
        {
            items[count] = range;
            Count = count + 1;
            return;
        }

        Grow();
        Items[Count++] = range;
    }

    /// <summary>Drops the first <paramref name="count"/> ranges, those of released requests.</summary>
    public void RemoveFirst(int count)
    {
        if (count == 0)
            return;

        var rest = Count - count;
        _peak = Math.Max(_peak, Count);
        Items.AsSpan(count, rest).CopyTo(Items);
        Count = rest;
    }

    /// <summary>Gives back an array of which less than half was used since the last call.</summary>
    public void Trim()
    {
        var oversized = Items.Length > KeptCapacity && Math.Max(_peak, Count) < Items.Length / 2;
        _peak = Count;
        if (oversized)
        {
            var smaller = new ArgumentRange[Math.Max(KeptCapacity, Count)];
            Items.AsSpan(0, Count).CopyTo(smaller);
            Items = smaller;
        }
    }

    /// <summary>Drops everything after the first <paramref name="count"/> ranges.</summary>
    public void Truncate(int count) => Count = count;

    private void Grow()
    {
        var grown = new ArgumentRange[Math.Max(16, Items.Length * 2)];
        Items.CopyTo(grown, 0);
        Items = grown;
    }
}
