using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>The changes of keys. Each keeps the counters, the expire rows and the reclaim queue in step with the meta row.</summary>
public sealed partial class Keyspace
{
    private Turn Writer => _turn ?? throw new InvalidOperationException("a command that writes was run outside a turn");

    /// <summary>Replaces whatever stands at the key by a string of one row.</summary>
    /// <returns>The room for its bytes, to be filled before the next write.</returns>
    public Span<byte> PutInlineString(ReadOnlySpan<byte> key, int length, long expireAt, in KeyRow old)
    {
        ReleaseRows(key, old);
        return PutMeta(key, ValueType.String, hasRows: false, length, expireAt, old);
    }

    /// <summary>Writes a key's meta row. The rows of the old value, if it had any, stay as they are.</summary>
    /// <returns>
    /// The room for the body, to be filled before the next write. It may be <paramref name="old"/>'s own body: see <see cref="Turn.Put"/>.
    /// </returns>
    public Span<byte> PutMeta(ReadOnlySpan<byte> key, ValueType type, bool hasRows, int bodyLength, long expireAt, in KeyRow old)
    {
        Account(key, old, exists: true, expireAt);
        int length = KeyRow.HeaderSize(expireAt != 0 ? KeyRow.HasExpiry : (byte)0) + bodyLength;
        var room = Writer.Put(Family.Meta, MetaKey(key), length);
        return KeyRow.WriteHeader(room, type, hasRows, expireAt);
    }

    /// <summary>
    /// Writes the body of a versioned key's meta row anew and tells nobody that the key changed: for changes of which Redis's WATCH and client-side
    /// caching do not hear. The key is there, and its expiry stays.
    /// </summary>
    /// <returns>The room for the body, as that of <see cref="PutMeta"/>.</returns>
    public Span<byte> PutMetaUntold(ReadOnlySpan<byte> key, int bodyLength, in KeyRow old)
    {
        var (type, expireAt) = (old.Type, old.ExpireAt);
        int length = KeyRow.HeaderSize(expireAt != 0 ? KeyRow.HasExpiry : (byte)0) + bodyLength;
        return KeyRow.WriteHeader(Writer.Put(Family.Meta, MetaKey(key), length), type, hasRows: true, expireAt);
    }

    /// <summary>Gives a key another expiry (0: none) and leaves its value alone.</summary>
    public void PutExpiry(ReadOnlySpan<byte> key, long expireAt, in KeyRow old) =>
        old.Body.CopyTo(PutMeta(key, old.Type, old.Versioned, old.Body.Length, expireAt, old));

    /// <summary>Removes a key. The rows of its value are queued for reclaim: this costs the same for any size.</summary>
    public void Remove(ReadOnlySpan<byte> key, in KeyRow old)
    {
        ReleaseRows(key, old);
        Detach(key, old);
    }

    /// <summary>Removes a key whose rows, if it has any, belong to another key by now.</summary>
    public void Detach(ReadOnlySpan<byte> key, in KeyRow old)
    {
        Account(key, old, exists: false, expireAt: 0);
        Writer.Delete(Family.Meta, MetaKey(key));
    }

    /// <summary>Queues the rows of a value for reclaim; call it when the key gets another version.</summary>
    public void ReleaseRows(ReadOnlySpan<byte> key, in KeyRow old)
    {
        if (old.Exists && old.Versioned)
        {
            QueueForReclaim(key, old.Version);
        }
    }

    // Apart, so that values of one row pay neither for the closure nor for the stack.
    private void QueueForReclaim(ReadOnlySpan<byte> key, ulong version)
    {
        Span<byte> queued = stackalloc byte[RowKeys.ReclaimPrefix.Length + RowKeys.DataPrefix];
        RowKeys.WriteReclaim(queued, _generation.Id, HashSlot.Of(key), version);
        Writer.Put(Family.System, queued, 0);
        var generation = _generation;
        Writer.OnCommit(() => generation.MayHaveGarbage = true);
    }

    /// <summary>A version for a new value with rows.</summary>
    public ulong NewVersion() => Writer.Ids.NextVersion();

    /// <summary>
    /// Writes a data row of a value and returns the room for its bytes, to be filled before the next write. It may be what a read of
    /// the same row returned: see <see cref="Turn.Put"/>.
    /// </summary>
    public Span<byte> PutRow(Family family, scoped ReadOnlySpan<byte> rowKey, int valueLength) => Writer.Put(family, rowKey, valueLength);

    /// <summary>Removes a data row of a value.</summary>
    public void DeleteRow(Family family, ReadOnlySpan<byte> rowKey) => Writer.Delete(family, rowKey);

    /// <summary>Removes the rows of a value in a range. The turn's own reads still see them: none may come.</summary>
    public void DeleteUnreadRows(Family family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) =>
        Writer.DeleteUnreadRange(family, from, to);

    /// <summary>Tells others that the key changed. Every write of a meta row does this by itself.</summary>
    public void Touch(ReadOnlySpan<byte> key) => Writer.Changes.Touch(Database, key);

    /// <summary>An event for keyspace notifications.</summary>
    /// <param name="name">Redis's name of the event, such as <c>hset</c>.</param>
    public void Notify(NotifyEvent kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) =>
        Writer.Changes.Notify(kind, Database, name, key);

    /// <summary>The meta row's key, in a buffer that the next call overwrites.</summary>
    private ReadOnlySpan<byte> MetaKey(ReadOnlySpan<byte> key)
    {
        // A command mostly looks its key up and then writes it: the slot is computed once.
        if (_metaKey is not null && _metaKeyOf == _generation && _metaKey.AsSpan(RowKeys.MetaPrefix, _metaKeyLength).SequenceEqual(key))
        {
            return _metaKey.AsSpan(0, RowKeys.MetaPrefix + key.Length);
        }

        var room = Scratch(ref _metaKey, RowKeys.MetaPrefix + key.Length);
        RowKeys.WriteMeta(room, _generation.Id, key);
        (_metaKeyOf, _metaKeyLength) = (_generation, key.Length);
        return room;
    }

    /// <summary>The slot of a key.</summary>
    internal ushort SlotOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt16BigEndian(MetaKey(key)[sizeof(uint)..]);

    /// <summary>
    /// Room for the key of a value's row, in a buffer that the next call overwrites: the data prefix, filled, and so many bytes more.
    /// </summary>
    internal Span<byte> DataKey(ushort slot, ulong version, int more)
    {
        var room = Scratch(ref _dataKey, RowKeys.DataPrefix + more);
        RowKeys.WriteData(room, _generation.Id, slot, version);
        return room;
    }

    /// <summary>Whether the turn has removed a row.</summary>
    internal bool IsDeletedInTurn(Family family, ReadOnlySpan<byte> rowKey) => Writer.Deletes(family, rowKey);

    /// <summary>The elements that were chosen ahead for this turn.</summary>
    internal PickedAhead PickedAhead => (Main._pickedAhead ??= new PickedAhead()).In(Writer.Number);

    private PickedAhead? _pickedAhead;
    private byte[]? _dataKey;
    private byte[]? _metaKey;

    // Whose key stands in the buffer, and how long it is without the prefix.
    private Generation? _metaKeyOf;
    private int _metaKeyLength;
    private byte[]? _expireKey;

    // The rows beside the meta row: counts, the expire row, and the watchers. Comes before the meta row is put, because the room of
    // a row is valid only until the next write.
    private void Account(ReadOnlySpan<byte> key, in KeyRow old, bool exists, long expireAt)
    {
        long oldExpireAt = old.Exists ? old.ExpireAt : 0;
        if (oldExpireAt != expireAt)
        {
            MoveExpireRow(key, oldExpireAt, expireAt);
        }

        int keys = (exists ? 1 : 0) - (old.Exists ? 1 : 0);
        int expires = (expireAt != 0 ? 1 : 0) - (oldExpireAt != 0 ? 1 : 0);
        if (keys != 0 || expires != 0)
        {
            Writer.Count(_generation, _generation.Shards == 1 ? 0 : _generation.ShardOf(HashSlot.Of(key)), keys, expires);
        }

        Touch(key);
        if (keys > 0)
        {
            Notify(NotifyEvent.New, "new"u8, key);
        }
    }

    private void MoveExpireRow(ReadOnlySpan<byte> key, long from, long to)
    {
        var room = Scratch(ref _expireKey, RowKeys.ExpirePrefix + key.Length);
        if (from != 0)
        {
            RowKeys.WriteExpire(room, _generation.Id, from, key);
            Writer.Delete(Family.Expire, room);
        }

        if (to != 0)
        {
            RowKeys.WriteExpire(room, _generation.Id, to, key);
            Writer.Put(Family.Expire, room, 0);
        }
    }

    private static Span<byte> Scratch([NotNull] ref byte[]? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = new byte[Math.Max(256, length)];
        }

        return buffer.AsSpan(0, length);
    }
}
