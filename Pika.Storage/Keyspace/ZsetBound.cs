namespace Pika.Storage.Keyspace;

/// <summary>
/// A place between the entries of a sorted set: before the entry of this score and member, or right after it. It need not exist.
/// </summary>
public readonly ref struct ZsetBound(ulong score, ReadOnlySpan<byte> member, bool after)
{
    /// <summary>Before all entries.</summary>
    public static ZsetBound Start => default;

    /// <summary>Behind all entries.</summary>
    public static ZsetBound End => new(ulong.MaxValue, [], after: false);

    /// <summary>The score's <see cref="SortableScore"/>; 0, which is below every score, is the place before all entries.</summary>
    public ulong Score { get; } = score;

    /// <summary>The member.</summary>
    public ReadOnlySpan<byte> Member { get; } = member;

    /// <summary>The entry itself lies before the place.</summary>
    public bool After { get; } = after;

    /// <summary>Before all entries of a score.</summary>
    public static ZsetBound Before(double score) => new(SortableScore.Of(score), [], after: false);

    /// <summary>Behind all entries of a score.</summary>
    public static ZsetBound Behind(double score) => new(SortableScore.Of(score) + 1, [], after: false);
}
