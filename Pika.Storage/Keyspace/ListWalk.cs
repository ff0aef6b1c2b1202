using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A walk over some elements of a list, forwards or backwards. It ends early when a read stopped: see <see cref="Keyspace.Incomplete"/>. What is
/// written during the walk is not seen.
/// </summary>
public ref struct ListWalk
{
    /// <summary>
    /// Up to this many elements of a run are read one by one: a row that was used lately is found at once in the table of hot rows, where a walk has to put rows in order
    /// first. Of rows that are in files alone a walk reads several in the time of one such read, so it is left to long ranges.
    /// </summary>
    private const int PointReads = 640;

    /// <summary>What a row costs beside its bytes.</summary>
    internal const int RowBytes = 64;

    private readonly Keyspace _keyspace;
    private readonly ushort _slot;
    private readonly ulong _version;
    private readonly bool _backwards;
    private ListPieces _pieces;
    private ListFormat.KeyRoom _rowKey;
    private long _left;

    /// <summary>The bytes read so far, to stop where so many are too many for a network thread.</summary>
    private long _read;

    /// <summary>What is left to be read of the present piece.</summary>
    private long _leftInPiece;

    /// <summary>The present piece is read by a walk over its rows; else by points, from this position on.</summary>
    private IRowIterator? _rows;
    private ulong _next;
    private Row _row;
    private bool _started;

    /// <summary>The walk over rows stands on the next element already.</summary>
    private bool _placed;

    /// <summary>Stands before the first element.</summary>
    /// <param name="index">The first element to read, from 0; it is in the list unless <paramref name="count"/> is 0.</param>
    /// <param name="count">How many to read; so many there are in that direction.</param>
    public ListWalk(Keyspace keyspace, scoped ReadOnlySpan<byte> key, scoped in KeyRow row, long index, long count, bool backwards = false)
        : this(keyspace, HashSlot.Of(key), row.Exists ? ListShape.Read(row) : default, index, count, backwards) { }

    internal ListWalk(Keyspace keyspace, ushort slot, ListShape shape, long index, long count, bool backwards)
    {
        (_keyspace, _slot, _version, _backwards) = (keyspace, slot, shape.Version, backwards);
        _pieces = new ListPieces(keyspace, slot, shape);
        _left = count;
        Index = backwards ? index + 1 : index - 1;
    }

    /// <summary>The index of the present element.</summary>
    public long Index { get; private set; }

    /// <summary>The present element, valid until the next move.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The position of the present element.</summary>
    internal ulong Position { get; private set; }

    /// <summary>Moves to the next element; false at the end, and when a read stopped.</summary>
    public bool Next()
    {
        if (_left == 0)
        {
            return false;
        }

        Index += _backwards ? -1 : 1;
        if (_leftInPiece == 0 && !Enter())
        {
            return false;
        }

        _left--;
        _leftInPiece--;
        bool found = _rows is null ? Read() : Step(_rows);
        _read += Value.Length + RowBytes;
        return found && _keyspace.MayProcess(_read);
    }

    /// <summary>Gives back what the walk holds.</summary>
    public void Dispose()
    {
        _row.Dispose();
        _row = default;
        _rows?.Dispose();
        _pieces.Dispose();
    }

    private bool Read()
    {
        _row.Dispose();
        _row = default;
        Position = _next;
        _row = ListRows.Get(_keyspace, _rowKey);
        Value = _row.Value;
        PointAt(_backwards ? _next - ListFormat.Stride : _next + ListFormat.Stride);
        return !_keyspace.Incomplete;
    }

    // The key is written long before it is looked up, with what the caller does with the element in between: a processor that reads bytes right after it has written them in
    // other pieces waits until all that was written before, whole elements of a reply, has left for its cache. That was 40 % of the time of LRANGE.
    private void PointAt(ulong position)
    {
        _next = position;
        ListFormat.WriteKey(_rowKey, _keyspace, _slot, _version, position);
    }

    private bool Step(IRowIterator rows)
    {
        if (_placed)
        {
            _placed = false;
        }
        else if (_backwards)
        {
            rows.Prev();
        }
        else
        {
            rows.Next();
        }

        if (!ListRows.IsThere(_keyspace, rows))
        {
            return false;
        }

        Position = ListFormat.Position(rows.Key);
        Value = rows.Value;
        return true;
    }

    private bool Enter()
    {
        bool found =
            !_started ? _pieces.Seek(Index)
            : _backwards ? _pieces.Previous()
            : _pieces.Next();
        _started = true;
        _rows?.Dispose();
        _rows = null;
        if (!found)
        {
            return false;
        }

        var piece = _pieces.Piece;
        long offset = Index - _pieces.First;
        _leftInPiece = Math.Min(_left, _backwards ? offset + 1 : piece.Count - offset);
        if (piece.IsRun && _leftInPiece <= PointReads)
        {
            PointAt(piece.At(offset));
            return true;
        }

        _rows = piece.IsRun ? WalkRun(piece, offset) : WalkBlock(piece, offset);
        _placed = true;
        return true;
    }

    private readonly IRowIterator WalkRun(in ListPiece run, long offset)
    {
        long last = _backwards ? offset : offset + _leftInPiece - 1;
        long first = last - _leftInPiece + 1;
        var rows = ListRows.Iterate(_keyspace, Family.Data, _slot, _version, run.At(first), run.At(last) + 1);
        if (_backwards)
        {
            rows.SeekToLast();
        }
        else
        {
            rows.SeekToFirst();
        }

        return rows;
    }

    // A block's positions are not computed: its rows are counted, from the nearer end.
    private readonly IRowIterator WalkBlock(in ListPiece block, long offset)
    {
        var rows = ListRows.Iterate(_keyspace, Family.Data, _slot, _version, block.Start, block.End);
        long behind = block.Count - 1 - offset;
        if (offset <= behind)
        {
            rows.SeekToFirst();
            for (long i = 0; i < offset && rows.Valid; i++)
            {
                rows.Next();
            }

            return rows;
        }

        rows.SeekToLast();
        for (long i = 0; i < behind && rows.Valid; i++)
        {
            rows.Prev();
        }

        return rows;
    }
}
