using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>A walk over the pieces of a list, from either end. What is written during the walk is not seen.</summary>
internal ref struct ListPieces
{
    private readonly Keyspace _keyspace;
    private readonly ushort _slot;
    private readonly ListShape _shape;
    private IRowIterator? _rows;
    private Place _place;

    /// <summary>Stands on no piece until <see cref="Seek"/>.</summary>
    public ListPieces(Keyspace keyspace, ushort slot, ListShape shape) => (_keyspace, _slot, _shape) = (keyspace, slot, shape);

    private enum Place
    {
        Head,
        Middle,
        Tail,
    }

    /// <summary>The present piece.</summary>
    public ListPiece Piece { get; private set; }

    /// <summary>The index of the present piece's first element in the list.</summary>
    public long First { get; private set; }

    /// <summary>Moves to the piece with the element at an index, which is in the list. False: a read stopped, see <see cref="Keyspace.Incomplete"/>.</summary>
    public bool Seek(long index)
    {
        if (index < _shape.HeadCount)
        {
            return ToHead();
        }

        if (index >= _shape.Size - _shape.TailCount)
        {
            return ToTail();
        }

        bool fromFront = index - _shape.HeadCount <= _shape.MiddleCount / 2;
        bool found = fromFront ? FirstOfMiddle() : LastOfMiddle();
        while (found && (index < First || index >= First + Piece.Count))
        {
            found = fromFront ? Next() : Previous();
        }

        return found;
    }

    /// <summary>Moves to the next piece; false after the last, and when a read stopped.</summary>
    public bool Next()
    {
        long next = First + Piece.Count;
        if (next >= _shape.Size)
        {
            return false;
        }

        if (next >= _shape.Size - _shape.TailCount)
        {
            return ToTail();
        }

        if (_place == Place.Head)
        {
            return FirstOfMiddle();
        }

        _rows!.Next();
        return TakeMiddle(next);
    }

    /// <summary>Moves to the piece before; false before the first, and when a read stopped.</summary>
    public bool Previous()
    {
        if (First == 0)
        {
            return false;
        }

        if (First <= _shape.HeadCount)
        {
            return ToHead();
        }

        if (_place == Place.Tail)
        {
            return LastOfMiddle();
        }

        _rows!.Prev();
        return TakeMiddle(First, before: true);
    }

    /// <summary>Where the present piece stands.</summary>
    public PiecePlace Standing()
    {
        ulong before = 0;
        if (_place == Place.Tail && _shape.MiddleCount > 0)
        {
            Rows().SeekToLast();
            before = ListRows.IsThere(_keyspace, _rows!) ? ListFormat.Position(_rows!.Key) : 0;
        }

        return new PiecePlace(_place == Place.Head, _place == Place.Tail || _shape.IsDense, before);
    }

    /// <summary>Gives back what the walk holds.</summary>
    public readonly void Dispose() => _rows?.Dispose();

    private bool ToHead()
    {
        (_place, First) = (Place.Head, 0);
        Piece = new ListPiece(0, _shape.HeadStart, _shape.HeadCount, 0);
        return true;
    }

    private bool ToTail()
    {
        (_place, First) = (Place.Tail, _shape.Size - _shape.TailCount);
        Piece = new ListPiece(0, _shape.TailStart, _shape.TailCount, 0);
        return true;
    }

    private bool FirstOfMiddle()
    {
        Rows().SeekToFirst();
        return TakeMiddle(_shape.HeadCount);
    }

    private bool LastOfMiddle()
    {
        Rows().SeekToLast();
        return TakeMiddle(_shape.Size - _shape.TailCount, before: true);
    }

    private bool TakeMiddle(long border, bool before = false)
    {
        _place = Place.Middle;
        if (!ListRows.IsThere(_keyspace, _rows!))
        {
            return false;
        }

        Piece = ListPiece.Read(_rows!.Key, _rows.Value);
        First = before ? border - Piece.Count : border;
        return true;
    }

    private IRowIterator Rows() => _rows ??= ListRows.Iterate(_keyspace, Family.Score, _slot, _shape.Version, 0, ulong.MaxValue);
}
