using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The sorted sets of one view of the keyspace: where their rows are, and what its writer keeps of them. Used like the view, by one thread at a
/// time.
/// </summary>
public sealed class ZsetType
{
    /// <summary>
    /// The most entries of a block. What a rank costs is a walk through half a block, and what a set costs in memory is its number of blocks: with 512, a set of
    /// ten million members has 20,000 to 40,000.
    /// </summary>
    public const int DefaultBlockSize = 512;

    private readonly ScoredMembers _popped = new();

    /// <summary>The sorted sets of a view.</summary>
    /// <param name="blockSize">The most entries of a rank block, at least 4: it is the same for all writers of a store, though readers take any.</param>
    internal ZsetType(Keyspace keyspace, int blockSize = DefaultBlockSize) => (Keyspace, BlockSize) = (keyspace, blockSize);

    /// <summary>What a search for places found: filled by <see cref="GeoSearch"/>, and valid until the next one.</summary>
    public GeoPlaces Places { get; } = new();

    internal Keyspace Keyspace { get; }

    internal int BlockSize { get; }

    internal ZsetRows Rows { get; } = new();

    internal RankIndexCache Indexes { get; } = new();

    internal ZsetEnd Lowest { get; } = new(highest: false);

    internal ZsetEnd Highest { get; } = new(highest: true);

    /// <summary>Whether Redis would keep a sorted set as a skip list and not as a listpack.</summary>
    public static bool IsBig(in KeyRow row) => ZsetHead.Of(row).IsBig;

    /// <summary>Whether Redis may keep so many members, the longest of so many bytes, as a listpack.</summary>
    public static bool IsSmall(long members, int longest) => members <= ZsetHead.MostSmall && longest <= ZsetHead.LongestSmall;

    /// <summary>A score as a listpack keeps it: it writes numbers without a fraction as integers, and the sign of zero is lost.</summary>
    public static double SmallScore(double score) => score + 0.0;

    /// <summary>Opens the sorted set at a key, which may not be there.</summary>
    /// <param name="row">The key's row: of a sorted set, or none.</param>
    public Zset Open(ReadOnlySpan<byte> key, scoped in KeyRow row) => new(this, key, row);

    /// <summary>
    /// Removes the members with the lowest or the highest scores, up to a number of them, in a turn. When none is left the key is gone: <paramref name="emptied"/>.
    /// </summary>
    /// <returns>What was removed, in that order; valid until the next call.</returns>
    public ScoredMembers Pop(ReadOnlySpan<byte> key, in KeyRow row, bool highest, long count, out bool emptied)
    {
        _popped.Clear();
        var zset = Open(key, row);
        var end = highest ? Highest : Lowest;
        end.Open(Keyspace.TurnNumber, zset.Head.Version, zset.Head.Stamp);
        for (; count > 0 && end.TryTake(this, count, out var member, out double score); count--)
        {
            _popped.Add(member, score);
            zset.Remove(member, score);
        }

        emptied = zset.Save();
        end.Close(emptied ? 0 : zset.Head.Stamp);
        return _popped;
    }

    /// <summary>Replaces whatever stands at a key by these members, in the order of a sorted set; without any the key is removed. The expiry goes.</summary>
    public void Replace(ReadOnlySpan<byte> key, in KeyRow old, ScoredMembers members)
    {
        if (members.Count == 0)
        {
            if (old.Exists)
            {
                Keyspace.Remove(key, old);
            }

            return;
        }

        Keyspace.ReleaseRows(key, old);
        var head = new ZsetHead
        {
            Version = Keyspace.NewVersion(),
            Stamp = Keyspace.NewVersion(),
            Size = members.Count,
            IsBig = !IsSmall(members.Count, members.Longest),
        };
        Rows.Open(Keyspace.Generation.Id, key, head.Version);
        for (int i = 0; i < members.Count; i++)
        {
            Rows.Put(Keyspace, members.Member(i), head.IsBig ? members.Score(i) : SmallScore(members.Score(i)));
        }

        head = head with { Blocks = RankBlocks.WriteAll(this, members) };
        head.Write(Keyspace.PutMeta(key, ValueType.Zset, hasRows: true, ZsetHead.Length, 0, old));
    }

    /// <summary>A walk over the entries between two places of the set that was opened last.</summary>
    internal ZsetWalk Walk(in ZsetBound from, in ZsetBound to, bool backward) =>
        new(Keyspace, Keyspace.Iterate(Family.Score, Rows.Lower(from), Rows.Upper(to)), backward);
}
