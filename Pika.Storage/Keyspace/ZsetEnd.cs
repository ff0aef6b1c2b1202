namespace Pika.Storage.Keyspace;

/// <summary>
/// A place at an end of a sorted set, outside of which nothing is left, remembered by one writer from pop to pop: what has been removed there leaves marks in
/// the store, past which every walk from the very end would go. Like a rank index it is told apart by the stamp.
/// </summary>
internal sealed class ZsetEnd(bool highest)
{
    private ulong _version;
    private ulong _stamp;
    private ulong _score;
    private byte[] _member = [];

    /// <summary>Where a walk over this state of a set begins, or ends if it is the highest end.</summary>
    public ZsetBound Of(ulong version, ulong stamp) =>
        version == _version && stamp == _stamp ? new ZsetBound(_score, _member, after: !highest)
        : highest ? ZsetBound.End
        : ZsetBound.Start;

    /// <summary>In this state nothing is left from this entry on outwards.</summary>
    public void Remember(ulong version, ulong stamp, double score, ReadOnlySpan<byte> member) =>
        (_version, _stamp, _score, _member) = (version, stamp, SortableScore.Of(score), member.ToArray());

    /// <summary>An entry has come into a set.</summary>
    public void Added(ulong version, ulong score, ReadOnlySpan<byte> member)
    {
        if (version != _version)
        {
            return;
        }

        int order = score != _score ? score.CompareTo(_score) : member.SequenceCompareTo(_member);
        if (highest ? order >= 0 : order <= 0)
        {
            _version = 0;
        }
    }

    /// <summary>One state of a set has become another, and all that has come in was told.</summary>
    public void Carry(ulong version, ulong from, ulong to)
    {
        if (version == _version && from == _stamp)
        {
            _stamp = to;
        }
    }
}
