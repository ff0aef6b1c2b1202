using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A sorted set as one command sees it. Changes are written at once, except the meta row, which counts them: <see cref="Save"/> ends a
/// command that has changed something. Opened by <see cref="ZsetType.Open"/>; one at a time.
/// </summary>
public ref struct Zset
{
    private readonly ZsetType _type;
    private readonly ReadOnlySpan<byte> _key;
    private readonly KeyRow _row;
    private ZsetHead _head;
    private RankBlocks _blocks;
    private bool _changed;

    internal Zset(ZsetType type, ReadOnlySpan<byte> key, scoped in KeyRow row)
    {
        _type = type;
        _key = key;
        _row = row;
        _head = ZsetHead.Of(row);
        if (!row.Exists && type.Keyspace.InTurn)
        {
            _head = _head with { Version = type.Keyspace.NewVersion() };
        }

        type.Rows.Open(type.Keyspace.Generation.Id, key, _head.Version);
        _blocks = new RankBlocks(type, _head);
    }

    /// <summary>The number of members.</summary>
    public readonly long Size => _head.Size;

    /// <summary>Whether Redis would keep it as a skip list; otherwise it has few members and short ones.</summary>
    public readonly bool IsBig => _head.IsBig;

    /// <summary>The meta row's body as it is now; its stamp is that of the last state that was saved.</summary>
    internal readonly ZsetHead Head => _head;

    private readonly Keyspace Keyspace => _type.Keyspace;

    private readonly ZsetRows Rows => _type.Rows;

    /// <summary>The score of a member. False: it is not there.</summary>
    public readonly bool TryScore(scoped ReadOnlySpan<byte> member, out double score)
    {
        score = 0;
        if (_head.Size == 0 || !Keyspace.TryGet(Family.Data, Rows.Member(member), out var row))
        {
            return false;
        }

        score = BinaryPrimitives.ReadDoubleLittleEndian(row.Value);
        row.Dispose();
        return true;
    }

    /// <summary>Adds a member that is not there.</summary>
    public void Add(scoped ReadOnlySpan<byte> member, double score)
    {
        bool isBig = _head.IsBig || !ZsetType.IsSmall(_head.Size + 1, member.Length);
        _head = _head with { Size = _head.Size + 1, IsBig = isBig };
        PutEntry(member, score);
    }

    /// <summary>Gives a member another score.</summary>
    /// <param name="from">The score that it has.</param>
    public void Move(scoped ReadOnlySpan<byte> member, double from, double to)
    {
        DeleteEntry(member, from);
        PutEntry(member, to);
    }

    /// <summary>Removes a member.</summary>
    /// <param name="score">The score that it has.</param>
    public void Remove(scoped ReadOnlySpan<byte> member, double score)
    {
        _head = _head with { Size = _head.Size - 1 };
        Keyspace.DeleteRow(Family.Data, Rows.Member(member));
        DeleteEntry(member, score);
    }

    /// <summary>Removes entries along a walk that began here, up to a number of them.</summary>
    public long RemoveAll(ref ZsetWalk walk, long most)
    {
        long removed = 0;
        byte[] member = [];
        while (removed < most && walk.Next())
        {
            if (member.Length < walk.Member.Length)
            {
                member = new byte[2 * walk.Member.Length];
            }

            int length = walk.Member.Length;
            walk.Member.CopyTo(member);
            Remove(member.AsSpan(0, length), walk.Score);
            removed++;
        }

        return removed;
    }

    /// <summary>
    /// Writes the meta row, if anything has changed; without members the key is removed, and true returns. Ends the use of this set.
    /// </summary>
    public bool Save()
    {
        if (!_changed)
        {
            return false;
        }

        if (_head.Size == 0)
        {
            _type.Indexes.Forget(_head.Version);
            if (_row.Exists)
            {
                Keyspace.Remove(_key, _row);
            }

            return true;
        }

        ulong before = _head.Stamp;
        _head = _head with { Stamp = Keyspace.NewVersion() };
        _type.Lowest.Carry(Keyspace.TurnNumber, _head.Version, before, _head.Stamp);
        _type.Highest.Carry(Keyspace.TurnNumber, _head.Version, before, _head.Stamp);
        _blocks.Save(ref _head);
        _head.Write(Keyspace.PutMeta(_key, ValueType.Zset, hasRows: true, ZsetHead.Length, _row.ExpireAt, _row));
        return false;
    }

    /// <summary>The number of entries before the one of this score and member; with <paramref name="after"/>, up to it.</summary>
    public long EntriesBefore(double score, ReadOnlySpan<byte> member, bool after = false) =>
        EntriesBefore(new ZsetBound(SortableScore.Of(score), member, after));

    /// <summary>A walk over everything.</summary>
    public readonly ZsetWalk Walk(bool backward) => Walk(ZsetBound.Start, ZsetBound.End, backward);

    /// <summary>A walk over the entries from this rank on, or from it back to the first; the rank is below <see cref="Size"/>.</summary>
    public ZsetWalk WalkFromRank(long rank, bool backward) => _blocks.WalkFromRank(rank, backward, _head.Size);

    /// <summary>A walk over the entries between two places.</summary>
    public readonly ZsetWalk Walk(in ZsetBound from, in ZsetBound to, bool backward) => _type.Walk(from, to, backward);

    /// <summary>The number of entries before a place.</summary>
    public long EntriesBefore(in ZsetBound bound) => _blocks.EntriesBefore(bound);

    private void PutEntry(scoped ReadOnlySpan<byte> member, double score)
    {
        _changed = true;
        score = _head.IsBig ? score : ZsetType.SmallScore(score);
        Rows.Put(Keyspace, member, score);
        _type.Lowest.Added(Keyspace.TurnNumber, _head.Version, _head.Stamp, SortableScore.Of(score), member);
        _type.Highest.Added(Keyspace.TurnNumber, _head.Version, _head.Stamp, SortableScore.Of(score), member);
        _blocks.Added(SortableScore.Of(score), member, _head.Size);
    }

    private void DeleteEntry(scoped ReadOnlySpan<byte> member, double score)
    {
        _changed = true;
        Keyspace.DeleteRow(Family.Score, Rows.Entry(SortableScore.Of(score), member));
        _type.Lowest.Removed(Keyspace.TurnNumber, _head.Version, _head.Stamp, SortableScore.Of(score), member);
        _type.Highest.Removed(Keyspace.TurnNumber, _head.Version, _head.Stamp, SortableScore.Of(score), member);
        _blocks.Removed(SortableScore.Of(score), member);
    }
}
