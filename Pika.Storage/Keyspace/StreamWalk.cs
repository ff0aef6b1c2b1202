using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>A walk over entries of a stream. What is written during the walk is not seen.</summary>
public ref struct StreamWalk
{
    private readonly Keyspace _keyspace;
    private readonly IRowIterator _rows;
    private readonly bool _backwards;
    private bool _started;

    internal StreamWalk(Keyspace keyspace, IRowIterator rows, bool backwards) =>
        (_keyspace, _rows, _backwards) = (keyspace, rows, backwards);

    /// <summary>The present entry's id.</summary>
    public readonly StreamId Id => StreamId.Read(_rows.Key[(RowKeys.DataPrefix + 1)..]);

    /// <summary>The present entry's row, valid until the next move.</summary>
    public readonly ReadOnlySpan<byte> Value => _rows.Value;

    /// <summary>Moves to the next entry; false at the end, and when a read stopped: see <see cref="Keyspace.Incomplete"/>.</summary>
    public bool Next()
    {
        if (_started)
        {
            Step();
        }
        else
        {
            _started = true;
            Start();
        }

        if (!_rows.Valid)
        {
            _keyspace.NoteIncomplete(_rows);
        }

        return _rows.Valid;
    }

    /// <summary>Gives back what the walk holds.</summary>
    public readonly void Dispose() => _rows.Dispose();

    private readonly void Start()
    {
        if (_backwards)
        {
            _rows.SeekToLast();
        }
        else
        {
            _rows.SeekToFirst();
        }
    }

    private readonly void Step()
    {
        if (_backwards)
        {
            _rows.Prev();
        }
        else
        {
            _rows.Next();
        }
    }
}
