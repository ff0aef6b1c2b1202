using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>A sorted set, or a set whose members all have the score 1, as an operand of ZUNION and its kin. Their members have rows of the same form.</summary>
public sealed class ScoredSource
{
    private readonly ElementRows _rows;

    /// <summary>The value of a key.</summary>
    /// <param name="row">Its row: of a sorted set, of a set, or none.</param>
    public ScoredSource(Keyspace keyspace, ReadOnlySpan<byte> key, in KeyRow row)
    {
        if (row.Exists)
        {
            Size = row.Size;
            _rows = new ElementRows(keyspace, key, row.Version);
        }
    }

    /// <summary>The number of members.</summary>
    public long Size { get; }

    /// <summary>What the scores are multiplied with.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The score in the value of a member's row.</summary>
    public static double ScoreIn(ReadOnlySpan<byte> value) => value.IsEmpty ? 1 : BinaryPrimitives.ReadDoubleLittleEndian(value);

    /// <summary>A walk over the members; only if there are any. Dispose it.</summary>
    public ElementWalk Walk() => _rows.Walk();

    /// <summary>The score of a member, without the weight. False: it is not there.</summary>
    public bool TryScore(ReadOnlySpan<byte> member, out double score)
    {
        score = 0;
        if (Size == 0 || !_rows.TryGet(member, out var row))
        {
            return false;
        }

        score = ScoreIn(row.Value);
        row.Dispose();
        return true;
    }
}
