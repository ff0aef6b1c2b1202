using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>A walk over entries of a sorted set in their order, or against it. Stands before the first one until <see cref="Next"/>.</summary>
public struct ZsetWalk : IDisposable
{
    private readonly Keyspace _keyspace;
    private readonly IRowIterator _rows;
    private readonly bool _backward;
    private bool _started;

    internal ZsetWalk(Keyspace keyspace, IRowIterator rows, bool backward) => (_keyspace, _rows, _backward) = (keyspace, rows, backward);

    /// <summary>The member, valid until the next move.</summary>
    public readonly ReadOnlySpan<byte> Member => _rows.Key[ZsetRows.MemberAt..];

    /// <summary>Its score.</summary>
    public readonly double Score => ZsetRows.ScoreOf(_rows);

    /// <summary>The key of the entry's row.</summary>
    internal readonly ReadOnlySpan<byte> RowKey => _rows.Key;

    /// <summary>Moves on. False: there are no more entries, or the next one needs a disk, which leaves the view <see cref="Keyspace.Incomplete"/>.</summary>
    public bool Next()
    {
        if (_started)
        {
            if (_backward)
            {
                _rows.Prev();
            }
            else
            {
                _rows.Next();
            }
        }
        else if (_backward)
        {
            _rows.SeekToLast();
        }
        else
        {
            _rows.SeekToFirst();
        }

        _started = true;
        if (_rows.Incomplete)
        {
            _keyspace.NoteIncomplete(_rows);
            return false;
        }

        return _rows.Valid;
    }

    /// <summary>Moves on by so many entries. False as for <see cref="Next"/>.</summary>
    public bool Skip(long count)
    {
        for (; count > 0; count--)
        {
            if (!Next())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends the walk.</summary>
    public readonly void Dispose() => _rows?.Dispose();
}
