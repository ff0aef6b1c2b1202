namespace Pika.Storage.Rdb;

/// <summary>
/// Takes a value apart as it is read: one call for the type, then one for each part. Spans are valid during the call. What is told may still be found
/// damaged later, by an exception: whoever builds something takes it back then. That members and fields are different is for the visitor to see: it has them.
/// </summary>
public interface IRdbVisitor
{
    /// <summary>The value is this string.</summary>
    void String(scoped ReadOnlySpan<byte> value);

    /// <summary>The value is a collection; at least one element follows.</summary>
    void Begin(RdbKind kind);

    /// <summary>The next element of a list.</summary>
    void Element(scoped ReadOnlySpan<byte> element);

    /// <summary>A member of a set.</summary>
    void Member(scoped ReadOnlySpan<byte> member);

    /// <summary>A field of a hash.</summary>
    void Field(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value);

    /// <summary>A member of a sorted set; the score is a number.</summary>
    void Score(scoped ReadOnlySpan<byte> member, double score);

    /// <summary>The next entry of a stream; its ids only grow. Its fields follow.</summary>
    void Entry(RdbStreamId id, int fields);

    /// <summary>A field of the entry.</summary>
    void EntryField(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value);

    /// <summary>All entries of the stream are told; this is what it says of itself. Its groups follow.</summary>
    void EndEntries(in RdbStreamTail tail);

    /// <summary>A group of the stream.</summary>
    /// <param name="entriesRead">How many entries it has read; -1 if that is not known; null in the old form, which does not tell.</param>
    void Group(scoped ReadOnlySpan<byte> name, RdbStreamId lastId, long? entriesRead);

    /// <summary>A consumer of the group. Its pending entries follow.</summary>
    /// <param name="seenMs">When it last asked for anything, unix ms.</param>
    void Consumer(scoped ReadOnlySpan<byte> name, long seenMs);

    /// <summary>An entry that was delivered to the consumer and not acknowledged.</summary>
    /// <param name="deliveredMs">When, unix ms.</param>
    /// <param name="deliveries">How often.</param>
    void Pending(RdbStreamId id, long deliveredMs, long deliveries);
}

/// <summary>What a collection is.</summary>
public enum RdbKind
{
    /// <summary>A list.</summary>
    List,

    /// <summary>A set.</summary>
    Set,

    /// <summary>A sorted set.</summary>
    Zset,

    /// <summary>A hash.</summary>
    Hash,

    /// <summary>A stream, the only one that may be empty.</summary>
    Stream,
}
