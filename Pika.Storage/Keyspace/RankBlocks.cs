using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The rank blocks of one sorted set during one command: their rows, and their <see cref="RankIndex"/>. A set of one block has none: its ranks are
/// found by walking.
/// </summary>
internal struct RankBlocks
{
    /// <summary>Bytes of a block's row: the count of its entries.</summary>
    private const int RowSize = sizeof(int);

    private readonly ZsetType _type;
    private readonly ulong _version;
    private readonly ulong _stamp;
    private readonly long _size;
    private int _blocks;
    private RankIndex? _index;

    /// <summary>The block whose count has changed and is not written yet, or -1.</summary>
    private int _unwritten = -1;

    public RankBlocks(ZsetType type, in ZsetHead head) =>
        (_type, _version, _stamp, _size, _blocks) = (type, head.Version, head.Stamp, head.Size, head.Blocks);

    private readonly Keyspace Keyspace => _type.Keyspace;

    private readonly ZsetRows Rows => _type.Rows;

    /// <summary>Writes the blocks of a new set and returns their number. They are filled by three quarters, to leave room.</summary>
    public static int WriteAll(ZsetType type, ScoredMembers members)
    {
        if (members.Count <= type.BlockSize)
        {
            return 0;
        }

        int fill = type.BlockSize * 3 / 4;
        for (int at = 0; at < members.Count; at += fill)
        {
            ulong score = at == 0 ? 0 : SortableScore.Of(members.Score(at));
            PutRow(type, score, at == 0 ? [] : members.Member(at), Math.Min(fill, members.Count - at));
        }

        return (members.Count + fill - 1) / fill;
    }

    /// <summary>An entry has been added, and written; the set has <paramref name="size"/> with it.</summary>
    public void Added(ulong score, ReadOnlySpan<byte> member, long size)
    {
        if (_blocks == 0)
        {
            if (size > _type.BlockSize)
            {
                _index = new RankIndex(_version);
                _type.Indexes.Add(_index);
                _index.Insert(0, 0, [], (int)size);
                _blocks = 1;
                Split(0, score, member);
            }

            return;
        }

        if (Change(score, member, +1) is int block && _index!.CountOf(block) > _type.BlockSize)
        {
            Split(block, score, member);
        }
    }

    /// <summary>An entry has been removed.</summary>
    public void Removed(ulong score, ReadOnlySpan<byte> member)
    {
        if (_blocks > 0 && Change(score, member, -1) is int block)
        {
            MergeIfSmall(block);
        }
    }

    /// <summary>Writes what is not written yet, and makes the index that of the new state; of a command that is void, that of the old one.</summary>
    public void Save(ref ZsetHead head)
    {
        if (Keyspace.Incomplete)
        {
            _index?.TakeBack();
            return;
        }

        WriteCount();
        if (_blocks == 0)
        {
            _type.Indexes.Forget(_version);
        }
        else if (_index is not null)
        {
            _index.Save(head.Stamp);
        }

        head = head with { Blocks = _blocks };
    }

    /// <summary>The number of entries before a place.</summary>
    public long EntriesBefore(in ZsetBound bound)
    {
        if (_blocks == 0)
        {
            return Count(ZsetBound.Start, bound);
        }

        if (Load() is not { } index)
        {
            return 0;
        }

        int block = index.Find(bound.Score, bound.Member);
        return index.RankOf(block) + Count(BeginOf(index, block), bound);
    }

    /// <summary>A walk from a rank on, or back from it.</summary>
    public ZsetWalk WalkFromRank(long rank, bool backward, long size)
    {
        (long before, long count) = (0, size);
        var from = ZsetBound.Start;
        var to = ZsetBound.End;
        if (_blocks > 0 && Load() is { } index)
        {
            int block = index.At(rank, out before);
            count = index.CountOf(block);
            from = backward ? from : BeginOf(index, block);
            to = backward && block + 1 < index.Blocks ? BeginOf(index, block + 1) : to;
        }

        var walk = _type.Walk(from, to, backward);
        walk.Skip(backward ? before + count - 1 - rank : rank - before);
        return walk;
    }

    // The first block begins before all entries, whatever its key says.
    private static ZsetBound BeginOf(RankIndex index, int block) =>
        block == 0 ? ZsetBound.Start : new ZsetBound(index.ScoreOf(block), index.MemberOf(block), after: false);

    private readonly long Count(in ZsetBound from, in ZsetBound to)
    {
        long count = 0;
        using var walk = _type.Walk(from, to, backward: false);
        while (walk.Next())
        {
            count++;
        }

        return count;
    }

    // Null: something needs a disk, and the command is void.
    private RankIndex? Load()
    {
        if (Keyspace.Incomplete)
        {
            return null;
        }

        _index ??= Known();
        if (_index is not null)
        {
            return _index;
        }

        var index = new RankIndex(_version);
        using var rows = Keyspace.Iterate(Family.Score, Rows.FirstBlock(), Rows.BehindBlocks());
        for (rows.SeekToFirst(); rows.Valid; rows.Next())
        {
            bool hasKey = rows.Key.Length >= ZsetRows.MemberAt;
            int count = BinaryPrimitives.ReadInt32LittleEndian(rows.Value);
            index.Append(hasKey ? ZsetRows.ScoreIn(rows.Key) : 0, hasKey ? rows.Key[ZsetRows.MemberAt..] : [], count);
        }

        Keyspace.NoteIncomplete(rows);
        if (rows.Incomplete)
        {
            return null;
        }

        index.SumUp();
        if (index.Blocks != _blocks || index.Total != _size)
        {
            throw new StoreException(
                StoreError.Corruption,
                $"a sorted set of {_size} members in {_blocks} blocks has {index.Blocks} blocks of {index.Total}"
            );
        }

        index.Save(_stamp);
        if (Keyspace.InTurn)
        {
            _type.Indexes.Add(index);
        }
        else
        {
            Keyspace.Generation.ReadIndex = index;
        }

        return _index = index;
    }

    // Turns change their indexes, so that each writer has its own.
    private readonly RankIndex? Known() =>
        Keyspace.InTurn ? _type.Indexes.Find(_version, _stamp)
        : Keyspace.Generation.ReadIndex is { } index && index.Version == _version && index.Stamp == _stamp ? index
        : null;

    private int? Change(ulong score, ReadOnlySpan<byte> member, int by)
    {
        if (Load() is not { } index)
        {
            return null;
        }

        int block = index.Find(score, member);
        if (_unwritten != block)
        {
            WriteCount();
        }

        index.Change(block, by);
        _unwritten = block;
        return block;
    }

    private void WriteCount()
    {
        if (_unwritten >= 0)
        {
            PutRow(_index!, _unwritten);
            _unwritten = -1;
        }
    }

    // Cuts a block that is too full in the middle; where sets grow at an end, there: then the blocks behind stay full.
    private void Split(int block, ulong score, ReadOnlySpan<byte> member)
    {
        var index = _index!;
        int count = index.CountOf(block);
        var from = BeginOf(index, block);
        var to = block + 1 < index.Blocks ? BeginOf(index, block + 1) : ZsetBound.End;
        int left =
            block == index.Blocks - 1 && IsAtEnd(from, to, score, member, backward: true) ? count - 1
            : block == 0 && IsAtEnd(from, to, score, member, backward: false) ? 1
            : count / 2;
        using var walk = _type.Walk(from, to, backward: false);
        if (left == count - 1)
        {
            index.Insert(block + 1, score, member, 1);
        }
        else if (walk.Skip(left + 1))
        {
            index.Insert(block + 1, ZsetRows.ScoreIn(walk.RowKey), walk.Member, count - left);
        }
        else
        {
            return;
        }

        _blocks++;
        index.Change(block, left - count);
        if (block == 0)
        {
            OpenFirst(index);
        }

        PutRow(index, block);
        PutRow(index, block + 1);
        _unwritten = -1;
    }

    private readonly bool IsAtEnd(in ZsetBound from, in ZsetBound to, ulong score, ReadOnlySpan<byte> member, bool backward)
    {
        using var walk = _type.Walk(from, to, backward);
        return walk.Next() && ZsetRows.ScoreIn(walk.RowKey) == score && walk.Member.SequenceEqual(member);
    }

    // The first block may have taken in entries before its key; before another block's key can lie there too, it gets the key of no entry.
    private readonly void OpenFirst(RankIndex index)
    {
        if (index.ScoreOf(0) != 0)
        {
            int count = index.CountOf(0);
            Keyspace.DeleteRow(Family.Score, Rows.Block(index.ScoreOf(0), index.MemberOf(0)));
            index.Remove(0);
            index.Insert(0, 0, [], count);
        }
    }

    private void MergeIfSmall(int block)
    {
        var index = _index!;
        int count = index.CountOf(block);
        if (count == 0)
        {
            Drop(block);
        }
        else if (count < _type.BlockSize / 4)
        {
            if (block + 1 < index.Blocks && count + index.CountOf(block + 1) <= _type.BlockSize / 2)
            {
                Merge(block);
            }
            else if (block > 0 && count + index.CountOf(block - 1) <= _type.BlockSize / 2)
            {
                Merge(block - 1);
            }
        }

        if (index.Blocks == 1 && index.CountOf(0) <= _type.BlockSize / 2)
        {
            Drop(0);
        }
    }

    // The block takes in the one behind it.
    private void Merge(int block)
    {
        int count = _index!.CountOf(block + 1);
        Drop(block + 1);
        _index.Change(block, count);
        _unwritten = block;
    }

    private void Drop(int block)
    {
        Keyspace.DeleteRow(Family.Score, Rows.Block(_index!.ScoreOf(block), _index.MemberOf(block)));
        _index.Remove(block);
        _blocks--;
        _unwritten = -1;
    }

    private readonly void PutRow(RankIndex index, int block) =>
        PutRow(_type, index.ScoreOf(block), index.MemberOf(block), index.CountOf(block));

    private static void PutRow(ZsetType type, ulong score, ReadOnlySpan<byte> member, int count)
    {
        Span<byte> room = type.Keyspace.PutRow(Family.Score, type.Rows.Block(score, member), RowSize);
        BinaryPrimitives.WriteInt32LittleEndian(room, count);
    }
}
