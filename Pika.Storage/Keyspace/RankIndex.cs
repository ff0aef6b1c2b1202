namespace Pika.Storage.Keyspace;

/// <summary>
/// The rank blocks of one sorted set in memory. The ordered entries are cut into blocks; a block has the entries from its first key up to the next block's,
/// and the first block also those before its own. So a rank is the sum of the counts before a block, and some steps inside it. Counts are summed up
/// over groups of blocks: a search is logarithmic, a rank a sum over few numbers, a change of a count O(1). A block that comes or goes moves those behind
/// it, which is seldom.
/// </summary>
internal sealed class RankIndex
{
    /// <summary>Blocks in a group: about the root of the number of blocks of a set of ten million members.</summary>
    private const int Group = 128;

    /// <summary>What a block takes beside its member: score, count, a reference and the header of an array.</summary>
    private const int BlockBytes = 8 + 4 + 8 + 24;

    /// <summary>More changes than this at a time are not taken back: the index is read anew then.</summary>
    private const int MostUndone = 4096;

    private ulong[] _scores = [];
    private byte[][] _members = [];
    private int[] _counts = [];
    private long[] _groups = [];

    /// <summary>What takes the changes since the last saved state back, the latest at the end.</summary>
    private readonly List<Undo> _undo = [];

    /// <summary>An index without blocks.</summary>
    public RankIndex(ulong version) => Version = version;

    /// <summary>Whose blocks they are.</summary>
    public ulong Version { get; }

    /// <summary>
    /// The stamp of the state that it describes (<see cref="ZsetHead.Stamp"/>), or described before a command changed it that has not come to its end; 0, which no state has, if
    /// it cannot go back to any.
    /// </summary>
    public ulong Stamp { get; private set; }

    /// <summary>The number of blocks.</summary>
    public int Blocks { get; private set; }

    /// <summary>What it takes in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>The score of a block's first key; 0 for the first block, if its key is without one.</summary>
    public ulong ScoreOf(int block) => _scores[block];

    /// <summary>The member of a block's first key.</summary>
    public ReadOnlySpan<byte> MemberOf(int block) => _members[block];

    /// <summary>The entries of a block.</summary>
    public int CountOf(int block) => _counts[block];

    /// <summary>The entries of all blocks.</summary>
    public long Total => RankOf(Blocks);

    /// <summary>The block to which an entry belongs, be it there or not.</summary>
    public int Find(ulong score, ReadOnlySpan<byte> member)
    {
        (int low, int high) = (0, Blocks);
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            bool before = _scores[middle] < score || (_scores[middle] == score && _members[middle].AsSpan().SequenceCompareTo(member) <= 0);
            (low, high) = before ? (middle + 1, high) : (low, middle);
        }

        return Math.Max(low - 1, 0);
    }

    /// <summary>The entries before a block.</summary>
    public long RankOf(int block)
    {
        int group = block / Group;
        long sum = 0;
        foreach (long count in _groups.AsSpan(0, group))
        {
            sum += count;
        }

        return sum + Sum(group * Group, block);
    }

    /// <summary>The block that has the entry of a rank below <see cref="Total"/>, and the number of entries before that block.</summary>
    public int At(long rank, out long before)
    {
        before = 0;
        int group = 0;
        while (group < _groups.Length - 1 && before + _groups[group] <= rank)
        {
            before += _groups[group++];
        }

        int block = group * Group;
        while (block < Blocks - 1 && before + _counts[block] <= rank)
        {
            before += _counts[block++];
        }

        return block;
    }

    /// <summary>What has been changed so far makes the state with this stamp.</summary>
    public void Save(ulong stamp)
    {
        Stamp = stamp;
        _undo.Clear();
    }

    /// <summary>Takes back what has been changed since the last saved state: the command has failed, or is about to run again.</summary>
    public void TakeBack()
    {
        for (int i = _undo.Count - 1; i >= 0; i--)
        {
            var undo = _undo[i];
            switch (undo.Kind)
            {
                case UndoKind.Change:
                    ChangeCount(undo.Block, undo.Count);
                    break;
                case UndoKind.Insert:
                    PutIn(undo.Block, undo.Score, undo.Member, undo.Count);
                    break;
                case UndoKind.Remove:
                    TakeOut(undo.Block);
                    break;
            }
        }

        _undo.Clear();
    }

    /// <summary>Adds to the count of a block.</summary>
    public void Change(int block, int by)
    {
        Note(new Undo(UndoKind.Change, block, 0, [], -by));
        ChangeCount(block, by);
    }

    /// <summary>Puts a block behind those before <paramref name="at"/>.</summary>
    public void Insert(int at, ulong score, ReadOnlySpan<byte> member, int count)
    {
        Note(new Undo(UndoKind.Remove, at, 0, [], 0));
        PutIn(at, score, member.ToArray(), count);
    }

    /// <summary>Takes a block out; its entries are gone, or another block has them.</summary>
    public void Remove(int at)
    {
        Note(new Undo(UndoKind.Insert, at, _scores[at], _members[at], _counts[at]));
        TakeOut(at);
    }

    /// <summary>Adds a block behind all others; <see cref="SumUp"/> must follow before anything is asked.</summary>
    public void Append(ulong score, ReadOnlySpan<byte> member, int count)
    {
        if (Blocks == _counts.Length)
        {
            int room = Math.Max(64, 2 * Blocks);
            Array.Resize(ref _scores, room);
            Array.Resize(ref _members, room);
            Array.Resize(ref _counts, room);
        }

        (_scores[Blocks], _members[Blocks], _counts[Blocks]) = (score, member.ToArray(), count);
        Blocks++;
        Bytes += BlockBytes + member.Length;
    }

    /// <summary>Makes what was appended part of the sums.</summary>
    public void SumUp() => SumUpFrom(0);

    private void ChangeCount(int block, int by)
    {
        _counts[block] += by;
        _groups[block / Group] += by;
    }

    private void PutIn(int at, ulong score, byte[] member, int count)
    {
        if (Blocks == _counts.Length)
        {
            int room = Math.Max(8, Blocks + (Blocks / 2));
            Array.Resize(ref _scores, room);
            Array.Resize(ref _members, room);
            Array.Resize(ref _counts, room);
        }

        Array.Copy(_scores, at, _scores, at + 1, Blocks - at);
        Array.Copy(_members, at, _members, at + 1, Blocks - at);
        Array.Copy(_counts, at, _counts, at + 1, Blocks - at);
        (_scores[at], _members[at], _counts[at]) = (score, member, count);
        Blocks++;
        Bytes += BlockBytes + member.Length;
        SumUpFrom(at / Group);
    }

    private void TakeOut(int at)
    {
        Bytes -= BlockBytes + _members[at].Length;
        Blocks--;
        Array.Copy(_scores, at + 1, _scores, at, Blocks - at);
        Array.Copy(_members, at + 1, _members, at, Blocks - at);
        Array.Copy(_counts, at + 1, _counts, at, Blocks - at);
        _members[Blocks] = [];
        SumUpFrom(at / Group);
    }

    private void SumUpFrom(int group)
    {
        int groups = (Blocks + Group - 1) / Group;
        if (_groups.Length != groups)
        {
            Array.Resize(ref _groups, groups);
        }

        for (; group < groups; group++)
        {
            _groups[group] = Sum(group * Group, Math.Min((group + 1) * Group, Blocks));
        }
    }

    private long Sum(int from, int to)
    {
        long sum = 0;
        foreach (int count in _counts.AsSpan(from, to - from))
        {
            sum += count;
        }

        return sum;
    }

    private void Note(Undo undo)
    {
        if (_undo.Count == MostUndone)
        {
            Save(0);
        }

        if (Stamp != 0)
        {
            _undo.Add(undo);
        }
    }

    private enum UndoKind
    {
        Change,
        Insert,
        Remove,
    }

    /// <summary>What takes one change back: adds to a count, puts a block in, or takes one out.</summary>
    private readonly record struct Undo(UndoKind Kind, int Block, ulong Score, byte[] Member, int Count);
}
