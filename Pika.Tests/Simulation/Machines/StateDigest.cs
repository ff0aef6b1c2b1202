using Pika.Storage.Store;

namespace Pika.Tests.Simulated.Machines;

/// <summary>A digest of all rows of a store that follows its batches: the sum of a hash of each row, so that their order does not matter.</summary>
internal sealed class StateDigest
{
    private readonly SortedDictionary<byte[], ulong>[] _rows =
    [
        .. Enum.GetValues<Family>().Select(_ => new SortedDictionary<byte[], ulong>(ByteOrder.Instance)),
    ];

    /// <summary>Of the rows as they are.</summary>
    public ulong Value { get; private set; }

    /// <summary>Takes one change over.</summary>
    public void Apply(WriteBatchReader change)
    {
        var rows = _rows[(int)change.Family];
        var key = change.Key.ToArray();
        if (change.Operation == WriteBatchOperation.DeleteRange)
        {
            var end = change.Value.ToArray();
            foreach (var gone in rows.Keys.Where(row => IsIn(row, key, end)).ToArray())
                Remove(rows, gone);
            return;
        }

        Remove(rows, key);
        if (change.Operation == WriteBatchOperation.Put)
        {
            var hash = Hash(change.Value, Hash(key, 14695981039346656037 + (ulong)change.Family));
            rows[key] = hash;
            Value += hash;
        }
    }

    private static bool IsIn(byte[] row, byte[] from, byte[] to) =>
        row.AsSpan().SequenceCompareTo(from) >= 0 && row.AsSpan().SequenceCompareTo(to) < 0;

    private void Remove(SortedDictionary<byte[], ulong> rows, byte[] key)
    {
        if (rows.Remove(key, out var hash))
            Value -= hash;
    }

    /// <summary>FNV-1a, with its bits mixed at the end so that sums do not cancel out.</summary>
    private static ulong Hash(ReadOnlySpan<byte> bytes, ulong hash)
    {
        foreach (var symbol in bytes)
            hash = (hash ^ symbol) * 1099511628211;
        hash = (hash ^ (hash >> 31)) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
