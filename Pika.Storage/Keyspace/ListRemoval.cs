using System.Runtime.InteropServices;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Takes elements out of a list. Near an end the elements outside of them close the gaps; further inside they leave blocks with gaps, and no element
/// moves.
/// </summary>
internal static class ListRemoval
{
    /// <summary>Removes elements at any places, but not all elements.</summary>
    /// <param name="places">In order.</param>
    public static void Remove(ref ListValue list, List<ListPlace> places)
    {
        var removed = CollectionsMarshal.AsSpan(places);
        long before = removed[^1].Index + 1 - removed.Length;
        long behind = list.Count - removed[0].Index - removed.Length;
        bool byHead = removed[^1].Index < list.Shape.RunCount(left: true) && before <= ListInsertion.MostShifted;
        bool byTail = removed[0].Index >= list.Count - list.Shape.RunCount(left: false) && behind <= ListInsertion.MostShifted;
        if (byHead && (!byTail || before <= behind))
        {
            CloseTowardsTail(ref list, removed);
        }
        else if (byTail)
        {
            CloseTowardsHead(ref list, removed);
        }
        else
        {
            CutOut(ref list, removed);
        }
    }

    private static void CloseTowardsTail(ref ListValue list, ReadOnlySpan<ListPlace> removed)
    {
        long count = removed.Length;
        ulong to = removed[^1].Position;
        for (ulong from = to; from != list.Shape.HeadStart && !list.Keyspace.Incomplete; )
        {
            from -= ListFormat.Stride;
            if (removed.Length > 1 && removed[^2].Position == from)
            {
                removed = removed[..^1];
                continue;
            }

            Move(ref list, from, to);
            to -= ListFormat.Stride;
        }

        ListEnds.Remove(ref list, left: true, count);
    }

    private static void CloseTowardsHead(ref ListValue list, ReadOnlySpan<ListPlace> removed)
    {
        long count = removed.Length;
        ulong last = list.Shape.End(left: false);
        ulong to = removed[0].Position;
        for (ulong from = to; from != last && !list.Keyspace.Incomplete; )
        {
            from += ListFormat.Stride;
            if (removed.Length > 1 && removed[1].Position == from)
            {
                removed = removed[1..];
                continue;
            }

            Move(ref list, from, to);
            to += ListFormat.Stride;
        }

        ListEnds.Remove(ref list, left: false, count);
    }

    private static void Move(ref ListValue list, ulong from, ulong to)
    {
        var row = list.Get(from);
        list.Put(to, row.Value);
        row.Dispose();
    }

    private static void CutOut(ref ListValue list, ReadOnlySpan<ListPlace> removed)
    {
        var touched = new List<Touched>();
        if (!TryFind(ref list, removed, touched) && !list.Keyspace.Incomplete)
        {
            ListMiddle.Relabel(ref list);
            touched.Clear();
            _ = TryFind(ref list, removed, touched);
        }

        if (list.Keyspace.Incomplete)
        {
            return;
        }

        foreach (var place in removed)
        {
            list.Delete(place.Position);
        }

        // From the last to the first, so that the labels that a piece gets are those before the pieces behind it.
        ulong lowest = ListMiddle.NoLabel;
        for (int i = touched.Count - 1; i >= 0; i--)
        {
            var (piece, first, place, after, from, to) = touched[i];
            ulong limit = Math.Min(after, lowest);
            var parts = piece.IsRun ? Cut(piece, first, place, removed[from..to]) : Shrunk(piece, to - from);
            ListMiddle.Replace(ref list, piece, place, ref limit, parts);
            lowest = limit;
        }

        list.Shape.Size -= removed.Length;
        list.Shape.Settle();
    }

    // The pieces that lose elements. False: labels may be missing, or a read stopped.
    private static bool TryFind(scoped ref ListValue list, ReadOnlySpan<ListPlace> removed, List<Touched> touched)
    {
        bool hasLabels = true;
        using var pieces = list.Pieces();
        bool found = pieces.Seek(removed[0].Index);
        for (int from = 0; found && from < removed.Length; )
        {
            (var piece, long first, var place) = (pieces.Piece, pieces.First, pieces.Standing());
            int to = from;
            while (to < removed.Length && removed[to].Index < first + piece.Count)
            {
                to++;
            }

            found = pieces.Next();
            ulong after = found && pieces.Piece.Label != 0 ? pieces.Piece.Label : ListMiddle.NoLabel;
            if (to > from)
            {
                touched.Add(new Touched(piece, first, place, after, from, to));
                ulong before = piece.Label != 0 ? piece.Label : place.Before;
                hasLabels &= ListMiddle.HasLabels(before, after, 2 + (piece.Count / ListInsertion.CutAround));
            }

            from = to;
        }

        return hasLabels && !list.Keyspace.Incomplete;
    }

    private static List<ListPiece> Shrunk(in ListPiece block, int by) => block.Count == by ? [] : [block with { Count = block.Count - by }];

    // What is left of a run: blocks around what is removed, and between them runs, as long as they are not too short.
    private static List<ListPiece> Cut(in ListPiece run, long first, PiecePlace place, ReadOnlySpan<ListPlace> removed)
    {
        const int Around = ListInsertion.CutAround;
        var parts = new List<ListPiece>();
        long end = 0;
        while (!removed.IsEmpty)
        {
            long offset = removed[0].Index - first;
            long begin = offset - Around - end < Around && !(place.AtHead && end == 0) ? end : Math.Max(end, offset - Around);
            if (begin > end)
            {
                parts.Add(new ListPiece(0, run.At(end), begin - end, 0));
            }

            end = Math.Min(run.Count, offset + Around);
            int inside = 1;
            while (inside < removed.Length && removed[inside].Index - first < end)
            {
                inside++;
            }

            removed = removed[inside..];
            if (removed.IsEmpty && run.Count - end < Around && !place.AtTail)
            {
                end = run.Count;
            }

            AddBlock(parts, ListInsertion.Block(run, begin, end, end - begin - inside));
        }

        if (end < run.Count)
        {
            parts.Add(new ListPiece(0, run.At(end), run.Count - end, 0));
        }

        return parts;
    }

    private static void AddBlock(List<ListPiece> parts, in ListPiece block)
    {
        if (block.Count == 0)
        {
            return;
        }

        bool joins =
            parts.Count > 0
            && !parts[^1].IsRun
            && parts[^1].End == block.Start
            && parts[^1].Count + block.Count <= ListInsertion.MostInBlock;
        if (joins)
        {
            parts[^1] = parts[^1] with { Count = parts[^1].Count + block.Count, End = block.End };
        }
        else
        {
            parts.Add(block);
        }
    }

    /// <summary>A piece that loses elements.</summary>
    /// <param name="First">The index of its first element.</param>
    /// <param name="After">The label of the piece behind it.</param>
    /// <param name="From">The first of the removed elements that it has.</param>
    /// <param name="To">The first that it has not.</param>
    private sealed record Touched(ListPiece Piece, long First, PiecePlace Place, ulong After, int From, int To);
}
