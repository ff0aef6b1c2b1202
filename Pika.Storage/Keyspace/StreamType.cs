namespace Pika.Storage.Keyspace;

/// <summary>
/// The meaning of a stream's entries. Each operation changes the state that it is given; who calls puts it, once. A stream stays when its last entry goes.
/// </summary>
public static class StreamType
{
    /// <summary>
    /// The entries that an approximate trim removes at a time, so that most XADD with <c>MAXLEN ~</c> find nothing to do: what a node of Redis's
    /// streams holds (<c>stream-node-max-entries</c>).
    /// </summary>
    public const long TrimStep = 100;

    /// <summary>A guess at the bytes of an entry's row, to tell a long trim from a short one.</summary>
    private const long BytesPerTrimmed = 64;

    /// <summary>The id after the last one at a time of day; false if there is none any more.</summary>
    public static bool TryNextId(StreamId last, long now, out StreamId id)
    {
        id = new StreamId((ulong)now, 0);
        return id > last || last.TryNext(out id);
    }

    /// <summary>Adds an entry behind all others and returns the room for its fields, to be filled before the next write.</summary>
    /// <param name="id">An id after <see cref="StreamState.LastId"/>.</param>
    /// <param name="length">Bytes of the fields: see <see cref="StreamFields"/>.</param>
    public static Span<byte> Append(in StreamRows rows, ref StreamState state, StreamId id, int length)
    {
        state.FirstId = state.Length == 0 ? id : state.FirstId;
        state.LastId = id;
        state.Length++;
        state.EntriesAdded++;
        return rows.Put(id, length);
    }

    /// <summary>Deletes entries by their ids; the number of those that were there. Costs one look for each, and another if the first entry goes.</summary>
    public static int Delete(in StreamRows rows, ref StreamState state, ReadOnlySpan<StreamId> ids)
    {
        int deleted = 0;
        var first = state.FirstId;
        bool firstGoes = false;
        foreach (var id in ids)
        {
            if (!rows.Contains(id))
            {
                continue;
            }

            rows.Delete(id);
            deleted++;
            firstGoes |= id == first;
            state.Length--;
            state.MaxDeletedId = id > state.MaxDeletedId ? id : state.MaxDeletedId;
        }

        if (firstGoes)
        {
            state.FirstId = state.Length == 0 ? StreamId.Zero : FirstAfter(rows, first);
        }

        return deleted;
    }

    /// <summary>Removes the oldest entries above a number of them.</summary>
    /// <param name="keep">The entries that stay.</param>
    /// <param name="most">The entries to remove at most; 0 for no limit.</param>
    /// <param name="approximate">Whether to remove whole steps of <see cref="TrimStep"/> entries only, and so leave some more.</param>
    /// <returns>The entries removed.</returns>
    public static long TrimToLength(Keyspace keyspace, in StreamRows rows, ref StreamState state, long keep, long most, bool approximate)
    {
        long surplus = state.Length - keep;
        long count = most > 0 ? Math.Min(surplus, most) : surplus;
        if (approximate && count < state.Length)
        {
            count -= count % TrimStep;
        }

        return count > 0 && keyspace.MayProcess(count * BytesPerTrimmed) ? RemoveFirst(rows, ref state, until: null, count) : 0;
    }

    /// <summary>Removes the entries before an id, the oldest first.</summary>
    /// <inheritdoc cref="TrimToLength"/>
    public static long TrimToId(in StreamRows rows, ref StreamState state, StreamId from, long most) =>
        state.Length > 0 && from > state.FirstId ? RemoveFirst(rows, ref state, from, most > 0 ? most : long.MaxValue) : 0;

    /// <summary>Whether there is an entry after an id.</summary>
    public static bool HasAfter(in StreamRows rows, StreamState state, StreamId id)
    {
        if (state.Length == 0 || id >= state.LastId || !id.TryNext(out var next))
        {
            return false;
        }

        if (next <= state.FirstId)
        {
            return true;
        }

        using var walk = rows.Walk(next, state.LastId);
        return walk.Next();
    }

    private static long RemoveFirst(in StreamRows rows, ref StreamState state, StreamId? until, long most)
    {
        long removed = 0;
        using var walk = rows.Walk(state.FirstId, StreamId.Max);
        state.FirstId = StreamId.Zero;
        while (walk.Next())
        {
            var id = walk.Id;
            if (removed == most || (until is { } end && id >= end))
            {
                state.FirstId = id;
                break;
            }

            rows.Delete(id);
            removed++;
        }

        state.Length -= removed;
        return removed;
    }

    private static StreamId FirstAfter(in StreamRows rows, StreamId id)
    {
        using var walk = rows.Walk(id, StreamId.Max);
        return walk.Next() ? walk.Id : StreamId.Zero;
    }
}
