namespace Pika.Storage.Binlog;

/// <summary>
/// Where some records of one segment begin, in memory: one entry per 64 KB at most, filled by whoever writes or reads the file, so that a
/// record in a big segment is found after a short walk. A hint, never needed for correctness. Safe for several threads.
/// </summary>
internal sealed class SparseIndex
{
    /// <summary>The least distance between two entries: a walk of 64 KB costs some 30 microseconds; 100 MB need 1600 entries.</summary>
    public const int StepBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly List<(ulong Index, long Offset)> _entries = [];

    /// <summary>Notes that a record begins at an offset; kept only when no entry is near.</summary>
    public void Note(ulong index, long offset)
    {
        lock (_gate)
        {
            var at = _entries.Count;
            if (at > 0 && _entries[^1].Index >= index)
            {
                at = FirstAbove(index);
            }
            var farFromLeft = at == 0 || offset - _entries[at - 1].Offset >= StepBytes;
            var farFromRight = at == _entries.Count || _entries[at].Offset - offset >= StepBytes;
            if (farFromLeft && farFromRight)
            {
                _entries.Insert(at, (index, offset));
            }
        }
    }

    /// <summary>The nearest known record at or before an index; false when none is known.</summary>
    public bool TryFind(ulong index, out ulong found, out long offset)
    {
        lock (_gate)
        {
            var at = FirstAbove(index) - 1;
            (found, offset) = at < 0 ? (0, 0) : _entries[at];
            return at >= 0;
        }
    }

    private int FirstAbove(ulong index)
    {
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].Index <= index)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
