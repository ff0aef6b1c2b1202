using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Puts an element into a list. Near an end the elements outside of it make room; further inside a block is cut out of the run there, with gaps between its
/// elements, and no element moves.
/// </summary>
internal static class ListInsertion
{
    /// <summary>So many elements move at most, each by one place: their rows are read and written, so that a list is dense as long as it is short.</summary>
    public const int MostShifted = 256;

    /// <summary>
    /// Elements of a block at most. To find one in it its rows are read from one end; smaller blocks would make more rows to find a block by its
    /// index.
    /// </summary>
    public const int MostInBlock = 512;

    /// <summary>The elements on each side of a place in a run that become a block with it; a run is not left with fewer.</summary>
    public const int CutAround = 128;

    /// <summary>Bytes of positions of an area that a block moves to: room for 20 times that it is halved.</summary>
    private const ulong AreaSize = 1UL << 40;

    /// <summary>The areas that there are.</summary>
    private const ulong MostAreas = (1UL << 23) - 1;

    /// <summary>A block whose neighbours could not have this distance moves to a new area.</summary>
    private const ulong LeastSpacing = 1 << 10;

    /// <summary>Half the distance of neighbours in a run: so far on either side the positions belong to an element.</summary>
    private const ulong Half = ListFormat.Stride / 2;

    /// <summary>Adds an element before the one at <paramref name="index"/>, or at the end.</summary>
    public static void Insert(ref ListValue list, long index, scoped ReadOnlySpan<byte> element)
    {
        long behind = list.Count - index;
        bool byHead = index <= Math.Min(MostShifted, list.Shape.RunCount(left: true));
        bool byTail = behind <= Math.Min(MostShifted, list.Shape.RunCount(left: false));
        if (byHead && (!byTail || index <= behind))
        {
            Shift(ref list, left: true, index, element);
        }
        else if (byTail)
        {
            Shift(ref list, left: false, behind, element);
        }
        else if (!TryPlace(ref list, index, element) && !list.Keyspace.Incomplete)
        {
            ListMiddle.Relabel(ref list);
            _ = TryPlace(ref list, index, element);
        }
    }

    /// <summary>A part of a run as a block: the positions of an area belong to it, from half the distance before its first element on.</summary>
    public static ListPiece Block(in ListPiece run, long first, long end, long count) =>
        new(0, run.At(first) - Half, count, run.At(end) - Half);

    // Moves the elements at an end outwards, each by one place.
    private static void Shift(ref ListValue list, bool left, long count, scoped ReadOnlySpan<byte> element)
    {
        ulong position = list.Shape.Grow(left);
        for (long i = 0; i < count && !list.Keyspace.Incomplete; i++)
        {
            ulong next = left ? position + ListFormat.Stride : position - ListFormat.Stride;
            var row = list.Get(next);
            list.Put(position, row.Value);
            row.Dispose();
            position = next;
        }

        list.Put(position, element);
    }

    // False: a label is needed and there is none left, or a read stopped.
    private static bool TryPlace(ref ListValue list, long index, scoped ReadOnlySpan<byte> element)
    {
        using var pieces = list.Pieces();
        if (!pieces.Seek(index))
        {
            return false;
        }

        var piece = pieces.Piece;
        long offset = index - pieces.First;
        var place = pieces.Standing();
        ulong after = pieces.Next() && pieces.Piece.Label != 0 ? pieces.Piece.Label : ListMiddle.NoLabel;
        if (list.Keyspace.Incomplete || !ListMiddle.HasLabels(piece.Label != 0 ? piece.Label : place.Before, after, 2))
        {
            return false;
        }

        if (piece.IsRun)
        {
            CutOut(ref list, piece, place, after, offset, element);
        }
        else
        {
            PutIntoBlock(ref list, piece, after, offset, element);
        }

        list.Shape.Size++;
        return true;
    }

    private static void CutOut(
        ref ListValue list,
        in ListPiece run,
        PiecePlace place,
        ulong after,
        long offset,
        scoped ReadOnlySpan<byte> element
    )
    {
        long first = offset - CutAround < CutAround && !place.AtHead ? 0 : Math.Max(0, offset - CutAround);
        long end = run.Count - offset - CutAround < CutAround && !place.AtTail ? run.Count : Math.Min(run.Count, offset + CutAround);
        var parts = new List<ListPiece>(3);
        if (first > 0)
        {
            parts.Add(new ListPiece(0, run.Start, first, 0));
        }

        parts.Add(Block(run, first, end, end - first + 1));
        if (end < run.Count)
        {
            parts.Add(new ListPiece(0, run.At(end), run.Count - end, 0));
        }

        ListMiddle.Replace(ref list, run, place, ref after, parts);
        list.Put(run.At(offset) - (Half / 2), element);
    }

    private static void PutIntoBlock(ref ListValue list, ListPiece block, ulong after, long offset, scoped ReadOnlySpan<byte> element)
    {
        (ulong before, ulong behind) = Around(ref list, block, offset);
        if (list.Keyspace.Incomplete)
        {
            return;
        }

        if (behind - before >= 2)
        {
            list.Put(before + ((behind - before) / 2), element);
            block = block with { Count = block.Count + 1 };
        }
        else
        {
            block = Spread(ref list, block, offset, element);
        }

        if (block.Count <= MostInBlock)
        {
            list.PutPiece(block);
            return;
        }

        long half = block.Count / 2;
        (before, behind) = Around(ref list, block, half);
        ulong border = behind - ((behind - before - 1) / 2);
        list.PutPiece(block with { Count = half, End = border });
        ulong label = ListMiddle.Label(block.Label, after, 0, 1);
        list.PutPiece(new ListPiece(label, border, block.Count - half, block.End));
    }

    // The positions of an element in a block and of the one before it; without one, what is just before the block's area.
    private static (ulong Before, ulong At) Around(scoped ref ListValue list, in ListPiece block, long offset)
    {
        using var rows = ListRows.Iterate(list.Keyspace, Family.Data, list.Slot, list.Shape.Version, block.Start, block.End);
        ulong before = block.Start - 1;
        rows.SeekToFirst();
        for (long i = 0; i < offset && ListRows.IsThere(list.Keyspace, rows); i++)
        {
            before = ListFormat.Position(rows.Key);
            rows.Next();
        }

        return ListRows.IsThere(list.Keyspace, rows) ? (before, ListFormat.Position(rows.Key)) : default;
    }

    // No position is left at a place in a block: its elements, and the new one among them, are spread over its area, or over a new one.
    private static ListPiece Spread(ref ListValue list, ListPiece block, long offset, scoped ReadOnlySpan<byte> element)
    {
        using var elements = new ListBuffer(ref list, block);
        if (list.Keyspace.Incomplete)
        {
            return block;
        }

        elements.Delete(ref list);
        ulong parts = (ulong)block.Count + 2;
        (ulong start, ulong end) = (block.End - block.Start) / parts >= LeastSpacing ? (block.Start, block.End) : NewArea(ref list);
        ulong step = (end - start) / parts;
        ulong position = start;
        for (int i = 0; i < elements.Count; i++)
        {
            if (i == offset)
            {
                list.Put(position += step, element);
            }

            list.Put(position += step, elements[i]);
        }

        return new ListPiece(block.Label, start, block.Count + 1, end);
    }

    private static (ulong Start, ulong End) NewArea(ref ListValue list)
    {
        if (list.Shape.AreasUsed == MostAreas)
        {
            throw new StoreException(StoreError.Other, "a list has used up the positions for what is inserted into its middle");
        }

        ulong start = ListFormat.Areas + (list.Shape.AreasUsed++ * AreaSize);
        return (start, start + AreaSize);
    }
}
