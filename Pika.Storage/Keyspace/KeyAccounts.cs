using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// What stands beside the meta rows of keys, kept in step with them: the counters, the expire rows, the reclaim queue, and what others are told of changes.
/// </summary>
internal sealed class KeyAccounts(Turn turn, RowKeyBuffers keys)
{
    /// <summary>
    /// A key comes, goes or stays. Call it before the meta row is put, because the room of a row is valid only until the next write.
    /// </summary>
    /// <param name="old">The key as it was.</param>
    /// <param name="exists">Whether it is there from now on.</param>
    /// <param name="expireAt">When it expires from now on; 0 for never.</param>
    public void Change(int database, Generation generation, ReadOnlySpan<byte> key, in KeyRow old, bool exists, long expireAt)
    {
        long oldExpireAt = old.Exists ? old.ExpireAt : 0;
        if (oldExpireAt != expireAt)
        {
            MoveExpireRow(generation, key, oldExpireAt, expireAt);
        }

        int more = (exists ? 1 : 0) - (old.Exists ? 1 : 0);
        int moreExpires = (expireAt != 0 ? 1 : 0) - (oldExpireAt != 0 ? 1 : 0);
        if (more != 0 || moreExpires != 0)
        {
            turn.Count(generation, generation.Shards == 1 ? 0 : generation.ShardOf(HashSlot.Of(key)), more, moreExpires);
        }

        turn.Changes.Touch(database, key);
        if (more > 0)
        {
            turn.Changes.Notify(NotifyEvent.New, database, "new"u8, key);
        }
    }

    /// <summary>Queues the rows of a value for reclaim.</summary>
    /// <param name="rows">About how many there are.</param>
    public void Release(Generation generation, ReadOnlySpan<byte> key, ulong version, long rows)
    {
        Span<byte> queued = stackalloc byte[RowKeys.ReclaimPrefix.Length + RowKeys.DataPrefix];
        RowKeys.WriteReclaim(queued, generation.Id, HashSlot.Of(key), version);
        BinaryPrimitives.WriteInt64LittleEndian(turn.Put(Family.System, queued, sizeof(long)), rows);
        turn.OnCommit(() => generation.MayHaveGarbage = true);
    }

    private void MoveExpireRow(Generation generation, ReadOnlySpan<byte> key, long from, long to)
    {
        if (from != 0)
        {
            turn.Delete(Family.Expire, keys.Expire(generation, from, key));
        }

        if (to != 0)
        {
            turn.Put(Family.Expire, keys.Expire(generation, to, key), 0);
        }
    }
}
