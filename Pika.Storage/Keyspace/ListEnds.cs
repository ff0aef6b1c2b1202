namespace Pika.Storage.Keyspace;

/// <summary>Removes elements from an end of a list: from the run there, and when it is used up, from the pieces in the middle.</summary>
internal static class ListEnds
{
    /// <summary>Removes elements at one end; there are so many.</summary>
    public static void Remove(ref ListValue list, bool left, long count)
    {
        long run = Math.Min(count, list.Shape.RunCount(left));
        RemoveFromRun(ref list, left, run);
        if (run < count)
        {
            RemoveFromMiddle(ref list, left, count - run);
        }
    }

    private static void RemoveFromRun(ref ListValue list, bool left, long count)
    {
        if (count > 0)
        {
            ulong end = list.Shape.End(left);
            list.DeleteRun(left ? end : end - ((ulong)(count - 1) * ListFormat.Stride), count);
            list.Shape.Shrink(left, count);
        }
    }

    private static void RemoveFromMiddle(ref ListValue list, bool left, long count)
    {
        using var pieces = list.Pieces();
        bool found = pieces.Seek(left ? 0 : list.Count - 1);
        while (found && count > 0)
        {
            var piece = pieces.Piece;
            if (piece.Label != 0 && piece.Count <= count)
            {
                RemovePiece(ref list, piece);
                count -= piece.Count;
            }
            else
            {
                if (piece.Label != 0)
                {
                    BecomeRun(ref list, piece, left);
                }

                RemoveFromRun(ref list, left, Math.Min(count, piece.Count));
                count -= Math.Min(count, piece.Count);
            }

            found = count > 0 && (left ? pieces.Next() : pieces.Previous());
        }
    }

    private static void RemovePiece(ref ListValue list, in ListPiece piece)
    {
        if (piece.IsRun)
        {
            list.DeleteRun(piece.Start, piece.Count);
        }
        else
        {
            list.DeleteBlock(piece);
        }

        list.DeletePiece(piece.Label);
        list.Shape.Size -= piece.Count;
        list.Shape.Settle();
    }

    // The run at an end is used up: the piece next to it takes its place. What it is popped from must be a run; a block's elements
    // move to where the old run was.
    private static void BecomeRun(ref ListValue list, in ListPiece piece, bool left)
    {
        list.DeletePiece(piece.Label);
        ulong start = piece.Start;
        if (!piece.IsRun)
        {
            start = left ? list.Shape.HeadStart - ((ulong)piece.Count * ListFormat.Stride) : list.Shape.TailStart;
            MoveBlock(ref list, piece, start);
        }

        if (left)
        {
            (list.Shape.HeadStart, list.Shape.HeadCount) = (start, piece.Count);
        }
        else
        {
            (list.Shape.TailStart, list.Shape.TailCount) = (start, piece.Count);
        }
    }

    private static void MoveBlock(ref ListValue list, in ListPiece block, ulong start)
    {
        ListShape.CheckRoom(start);
        ListShape.CheckRoom(start + ((ulong)block.Count * ListFormat.Stride));
        using var elements = new ListBuffer(ref list, block);
        elements.Delete(ref list);
        for (int i = 0; i < elements.Count; i++)
        {
            list.Put(start + ((ulong)i * ListFormat.Stride), elements[i]);
        }
    }
}
