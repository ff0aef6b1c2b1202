using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>Puts pieces into the middle of a list, in the place of one that was cut up, and finds labels for them.</summary>
internal static class ListMiddle
{
    /// <summary>The label behind that of any piece.</summary>
    public const ulong NoLabel = ulong.MaxValue;

    /// <summary>
    /// The distance of a new label at either end from that of its neighbour: 32 times a piece can be put between two, always at the same place, before
    /// all have to get new labels.
    /// </summary>
    private const ulong LabelSpacing = 1UL << 32;

    /// <summary>The label of the first piece that a list gets.</summary>
    private const ulong FirstLabel = 1UL << 63;

    /// <summary>Whether there are so many labels between two.</summary>
    public static bool HasLabels(ulong before, ulong after, long count) => after - before > (ulong)count;

    /// <summary>
    /// Puts pieces in the place of another. One that begins where the head began is the head then, and one that ends where the tail ended is the tail.
    /// </summary>
    /// <param name="old">What they are parts of.</param>
    /// <param name="place">Where it stood.</param>
    /// <param name="after">The label that all new ones have to stay below, and from now on the lowest of theirs.</param>
    public static void Replace(ref ListValue list, in ListPiece old, PiecePlace place, ref ulong after, List<ListPiece> parts)
    {
        (int from, int to) = (0, parts.Count);
        ref var shape = ref list.Shape;
        if (place.AtHead)
        {
            bool stays = to > 0 && parts[0].IsRun && parts[0].Start == old.Start;
            shape.HeadCount = stays ? parts[0].Count : 0;
            from += stays ? 1 : 0;
        }

        if (place.AtTail)
        {
            bool stays = to > from && parts[to - 1].IsRun && parts[to - 1].At(parts[to - 1].Count) == old.At(old.Count);
            (shape.TailStart, shape.TailCount) = stays ? (parts[to - 1].Start, parts[to - 1].Count) : (old.At(old.Count), 0);
            to -= stays ? 1 : 0;
        }

        if (old.Label != 0 && from == to)
        {
            list.DeletePiece(old.Label);
        }

        // The first of the pieces takes the label of the old one, if it had any.
        ulong before = old.Label != 0 ? old.Label : place.Before;
        int kept = old.Label != 0 && from < to ? 1 : 0;
        ulong lowest = after;
        for (int i = to - 1; i >= from; i--)
        {
            ulong label = i - from < kept ? old.Label : Label(before, after, i - from - kept, to - from - kept);
            list.PutPiece(parts[i] with { Label = label });
            lowest = label;
        }

        after = lowest;
    }

    /// <summary>A label between two, for one of some new pieces.</summary>
    public static ulong Label(ulong before, ulong after, int index, int count)
    {
        ulong room = after - before;
        ulong wanted = (ulong)(count + 1) * LabelSpacing;
        if (before == 0 && after == NoLabel)
        {
            return FirstLabel + ((ulong)index * LabelSpacing);
        }

        if (after == NoLabel && room > wanted)
        {
            return before + ((ulong)(index + 1) * LabelSpacing);
        }

        return before == 0 && room > wanted
            ? after - ((ulong)(count - index) * LabelSpacing)
            : before + (room / (ulong)(count + 1) * (ulong)(index + 1));
    }

    /// <summary>Gives all pieces labels that are far from each other.</summary>
    public static void Relabel(ref ListValue list)
    {
        var pieces = new List<ListPiece>();
        using (var rows = ListRows.Iterate(list.Keyspace, Family.Score, list.Slot, list.Shape.Version, 0, NoLabel))
        {
            for (rows.SeekToFirst(); rows.Valid; rows.Next())
            {
                pieces.Add(ListPiece.Read(rows.Key, rows.Value));
            }

            list.Keyspace.NoteIncomplete(rows);
        }

        foreach (var piece in pieces)
        {
            list.DeletePiece(piece.Label);
        }

        ulong step = NoLabel / (ulong)(pieces.Count + 1);
        for (int i = 0; i < pieces.Count; i++)
        {
            list.PutPiece(pieces[i] with { Label = step * (ulong)(i + 1) });
        }
    }
}

/// <summary>Where a piece stands among the others.</summary>
/// <param name="AtHead">It is the run at the head.</param>
/// <param name="AtTail">It is the run at the tail, or the only one.</param>
/// <param name="Before">The label of the piece before it; 0 if that has none.</param>
internal readonly record struct PiecePlace(bool AtHead, bool AtTail, ulong Before);
