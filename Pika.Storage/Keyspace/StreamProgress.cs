namespace Pika.Storage.Keyspace;

/// <summary>
/// How far a group has read, as Redis 7.0 reckons it. The entries read are counted as long as nothing was deleted ahead of the group; elsewhere they can only be told at
/// the two ends of the stream.
/// </summary>
public static class StreamProgress
{
    /// <summary>Counts the delivery of an entry behind all that the group had.</summary>
    public static void Advance(StreamState state, ref StreamGroup group, StreamId id)
    {
        if (id <= group.LastId)
        {
            return;
        }

        if (group.EntriesRead != StreamGroup.UnknownRead && !HasDeletedFrom(state, id))
        {
            group.EntriesRead++;
        }
        else if (state.EntriesAdded > 0)
        {
            group.EntriesRead = ReadUpTo(state, id);
        }

        group.LastId = id;
    }

    /// <summary>The entries that the group has not read yet; null where that cannot be told.</summary>
    public static long? Lag(StreamState state, StreamGroup group)
    {
        if (state.EntriesAdded == 0)
        {
            return 0;
        }

        bool counts = group.EntriesRead != StreamGroup.UnknownRead && !HasDeletedFrom(state, group.LastId);
        long read = counts ? group.EntriesRead : ReadUpTo(state, group.LastId);
        return read == StreamGroup.UnknownRead ? null : state.EntriesAdded - read;
    }

    /// <summary>How many entries were ever added up to an id, that one included; <see cref="StreamGroup.UnknownRead"/> where that cannot be told.</summary>
    public static long ReadUpTo(StreamState state, StreamId id)
    {
        if (state.EntriesAdded == 0)
        {
            return 0;
        }

        if (state.Length == 0 && id <= state.LastId)
        {
            return state.EntriesAdded;
        }

        if (id >= state.LastId)
        {
            return id == state.LastId ? state.EntriesAdded : StreamGroup.UnknownRead;
        }

        bool isWhole = state.MaxDeletedId == StreamId.Zero || state.MaxDeletedId < state.FirstId;
        return !isWhole || id > state.FirstId ? StreamGroup.UnknownRead
            : id < state.FirstId ? state.EntriesAdded - state.Length
            : state.EntriesAdded - state.Length + 1;
    }

    // Whether an entry at or after the id was deleted from the middle.
    private static bool HasDeletedFrom(StreamState state, StreamId id) =>
        state.Length > 0 && state.MaxDeletedId != StreamId.Zero && state.FirstId <= state.MaxDeletedId && id <= state.MaxDeletedId;
}
