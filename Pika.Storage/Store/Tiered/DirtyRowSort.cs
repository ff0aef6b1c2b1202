using System.Buffers.Binary;

namespace Pika.Storage.Store.Tiered;

/// <summary>
/// Sorts rows of one family by key, and writes of the same key in their order. Numbers sort much faster than keys: rows are sorted by the first few bytes
/// in which they differ, taken as a number, and those that are equal in these by the next ones.
/// </summary>
internal sealed class DirtyRowSort(DirtyRowPlaces places)
{
    /// <summary>So few rows are sorted by comparing their keys.</summary>
    private const int FewRows = 16;

    /// <summary>Bytes of a key in a number; its last byte tells how many of them, or more, the key has, so that zeros behind its end are none.</summary>
    private const int NumberBytes = sizeof(ulong) - 1;

    /// <summary>Keys that are equal in as many numbers are compared: only such as were made to be so are, and the stack has an end.</summary>
    private const int MostNumbers = 64;

    private readonly Comparison<long> _compare = (one, other) =>
    {
        int byKey = places.KeyAt(one).SequenceCompareTo(places.KeyAt(other));
        return byKey != 0 ? byKey : one.CompareTo(other);
    };

    private ulong[] _numbers = [];

    /// <summary>Sorts the rows at these places.</summary>
    public void Sort(Span<long> rows)
    {
        if (_numbers.Length < rows.Length)
        {
            _numbers = new ulong[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rows.Length)];
        }

        Sort(rows, _numbers.AsSpan(0, rows.Length), from: 0, MostNumbers);
    }

    // The keys are equal in their bytes before the given one.
    private void Sort(Span<long> rows, Span<ulong> numbers, int from, int levels)
    {
        if (rows.Length <= FewRows || levels == 0)
        {
            rows.Sort(_compare);
            return;
        }

        from = FirstDifference(rows, from);
        for (int i = 0; i < rows.Length; i++)
        {
            numbers[i] = NumberAt(places.KeyAt(rows[i]), from);
        }

        numbers.Sort(rows);
        int first = 0;
        for (int i = 1; i <= rows.Length; i++)
        {
            if (i < rows.Length && numbers[i] == numbers[first])
            {
                continue;
            }

            SortEqual(rows[first..i], numbers[first..i], from, levels);
            first = i;
        }
    }

    private void SortEqual(Span<long> rows, Span<ulong> numbers, int from, int levels)
    {
        if (rows.Length == 1)
        {
            return;
        }

        bool whole = (byte)numbers[0] <= NumberBytes;
        if (whole)
        {
            rows.Sort();
        }
        else
        {
            Sort(rows, numbers, from + NumberBytes, levels - 1);
        }
    }

    // The first byte from the given one on in which not all keys are equal.
    private int FirstDifference(ReadOnlySpan<long> rows, int from)
    {
        var common = places.KeyAt(rows[0])[from..];
        foreach (long row in rows[1..])
        {
            common = common[..common.CommonPrefixLength(places.KeyAt(row)[from..])];
            if (common.IsEmpty)
            {
                break;
            }
        }

        return from + common.Length;
    }

    private static ulong NumberAt(ReadOnlySpan<byte> key, int from)
    {
        var rest = key[from..];
        if (rest.Length > NumberBytes)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(rest) | byte.MaxValue;
        }

        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        rest.CopyTo(bytes);
        bytes[NumberBytes] = (byte)rest.Length;
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
