namespace Pika.Actors.Commands;

/// <summary>
/// A longest common subsequence of two byte strings, by the classic table of the lengths for all pairs of prefixes. Where several are equally
/// long, walking back prefers to drop a byte of the second string, as Redis does: clients see which one it is.
/// </summary>
internal sealed class LongestCommonSubsequence
{
    private readonly uint[] _table;
    private readonly int _width;

    /// <summary>Fills the table: time and memory are the product of the lengths.</summary>
    public LongestCommonSubsequence(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        _width = b.Length + 1;
        _table = new uint[checked((a.Length + 1) * _width)];
        for (int i = 1; i <= a.Length; i++)
        {
            var above = _table.AsSpan((i - 1) * _width, _width);
            var row = _table.AsSpan(i * _width, _width);
            for (int j = 1; j < row.Length; j++)
            {
                row[j] = a[i - 1] == b[j - 1] ? above[j - 1] + 1 : Math.Max(above[j], row[j - 1]);
            }
        }
    }

    /// <summary>The length of the subsequence.</summary>
    public int Length => (int)_table[^1];

    /// <summary>Bytes of the table for two strings, in Redis's count.</summary>
    public static long TableBytes(long a, long b) => (a + 1) * (b + 1) * sizeof(uint);

    /// <summary>The subsequence itself.</summary>
    public byte[] ToBytes(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var bytes = new byte[Length];
        foreach (var match in Matches(a, b))
        {
            a.Slice(match.A, match.Length).CopyTo(bytes.AsSpan((int)At(match.A + match.Length, match.B + match.Length) - match.Length));
        }

        return bytes;
    }

    /// <summary>The stretches that are equal in both strings, from the last to the first.</summary>
    public List<Match> Matches(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var matches = new List<Match>();
        (int i, int j) = (a.Length, b.Length);
        while (i > 0 && j > 0)
        {
            int length = 0;
            while (i > 0 && j > 0 && a[i - 1] == b[j - 1])
            {
                (i, j, length) = (i - 1, j - 1, length + 1);
            }

            if (length > 0)
            {
                matches.Add(new Match(i, j, length));
            }
            else if (At(i - 1, j) > At(i, j - 1))
            {
                i--;
            }
            else
            {
                j--;
            }
        }

        return matches;
    }

    private uint At(int i, int j) => _table[(i * _width) + j];

    /// <summary>A stretch: where it begins in either string, and its bytes.</summary>
    internal readonly record struct Match(int A, int B, int Length);
}
