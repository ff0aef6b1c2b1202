namespace Pika.Storage.Keyspace;

/// <summary>
/// The rank indexes that one writer keeps from command to command, the one used last in front. Nobody else uses them. They need not be told what others
/// write or what is taken back: a stamp is given to one state of one set only, so that an index with another stamp than the meta row is
/// read anew.
/// </summary>
internal sealed class RankIndexCache
{
    /// <summary>Every shard has such a cache; the index of a set of ten million members takes about 2 MB. The one used last stays in any case.</summary>
    private const long MostBytes = 4 << 20;

    /// <summary>A search looks at each.</summary>
    private const int MostIndexes = 16;

    private readonly List<RankIndex> _indexes = [];

    /// <summary>The index of this very state, or null.</summary>
    public RankIndex? Find(ulong version, ulong stamp)
    {
        for (int i = 0; i < _indexes.Count; i++)
        {
            var index = _indexes[i];
            if (index.Version == version)
            {
                if (i > 0 || index.Stamp != stamp)
                {
                    _indexes.RemoveAt(i);
                    if (index.Stamp != stamp)
                    {
                        return null;
                    }

                    _indexes.Insert(0, index);
                }

                index.TakeBack();
                return index;
            }
        }

        return null;
    }

    /// <summary>Keeps an index that is not in the cache.</summary>
    public void Add(RankIndex index)
    {
        Forget(index.Version);
        _indexes.Insert(0, index);
        long bytes = 0;
        int kept = 0;
        while (kept < _indexes.Count && kept < MostIndexes && (bytes += _indexes[kept].Bytes) <= MostBytes)
        {
            kept++;
        }

        kept = Math.Max(kept, 1);
        _indexes.RemoveRange(kept, _indexes.Count - kept);
    }

    /// <summary>Drops the index of a set, if there is one.</summary>
    public void Forget(ulong version)
    {
        for (int i = _indexes.Count - 1; i >= 0; i--)
        {
            if (_indexes[i].Version == version)
            {
                _indexes.RemoveAt(i);
            }
        }
    }
}
