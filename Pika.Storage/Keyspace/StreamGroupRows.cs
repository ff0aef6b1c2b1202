using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The rows of a stream's consumer groups, in family Data behind its entries: docs/formats/keyspace.md lists them. Groups and consumers have numbers, so that
/// the keys of the rows that are many are short, and no name is the beginning of another.
/// </summary>
public readonly struct StreamGroupRows
{
    private const byte CatalogKind = 1;
    private const byte GroupKind = 2;
    private const byte NumberKind = 3;
    private const byte NameKind = 4;
    private const byte ConsumerKind = 5;
    private const byte PendingKind = 6;
    private const byte PendingOfKind = 7;

    /// <summary>Keys up to this long are built on the stack: all but those of long names.</summary>
    private const int OnStack = 128;

    internal const int KindSize = RowKeys.DataPrefix + 1;
    internal const int NumberSize = KindSize + 4;
    internal const int ConsumerSize = NumberSize + 4;
    internal const int CatalogSize = 4 + 4;

    private readonly Keyspace _keyspace;
    private readonly ushort _slot;
    private readonly ulong _version;

    /// <summary>The groups under a version.</summary>
    public StreamGroupRows(Keyspace keyspace, ReadOnlySpan<byte> key, ulong version) =>
        (_keyspace, _slot, _version) = (keyspace, HashSlot.Of(key), version);

    /// <summary>The number of groups, and the number of the next new one.</summary>
    public (uint Groups, uint Next) Catalog
    {
        get
        {
            Span<byte> key = stackalloc byte[KindSize];
            Begin(key, CatalogKind);
            using var row = Get(key);
            return row.Value.IsEmpty
                ? default
                : (BinaryPrimitives.ReadUInt32LittleEndian(row.Value), BinaryPrimitives.ReadUInt32LittleEndian(row.Value[4..]));
        }
    }

    /// <summary>Writes <see cref="Catalog"/>.</summary>
    public void PutCatalog(uint groups, uint next)
    {
        Span<byte> key = stackalloc byte[KindSize];
        Begin(key, CatalogKind);
        var room = _keyspace.PutRow(Family.Data, key, CatalogSize);
        BinaryPrimitives.WriteUInt32LittleEndian(room, groups);
        BinaryPrimitives.WriteUInt32LittleEndian(room[4..], next);
    }

    /// <summary>Finds a group by its name.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out StreamGroup group)
    {
        var key = Fit(stackalloc byte[OnStack], KindSize + name.Length);
        Begin(key, GroupKind);
        name.CopyTo(key[KindSize..]);
        using var row = Get(key);
        bool found = !row.Value.IsEmpty;
        group = found ? StreamGroup.Read(row.Value) : default;
        return found;
    }

    /// <summary>Writes a group.</summary>
    public void Put(ReadOnlySpan<byte> name, StreamGroup group)
    {
        var key = Fit(stackalloc byte[OnStack], KindSize + name.Length);
        Begin(key, GroupKind);
        name.CopyTo(key[KindSize..]);
        group.Write(_keyspace.PutRow(Family.Data, key, StreamGroup.Size));
    }

    /// <summary>Removes a group's own row.</summary>
    public void Delete(ReadOnlySpan<byte> name)
    {
        var key = Fit(stackalloc byte[OnStack], KindSize + name.Length);
        Begin(key, GroupKind);
        name.CopyTo(key[KindSize..]);
        _keyspace.DeleteRow(Family.Data, key);
    }

    /// <summary>A walk over the groups, by name; the value of each is read by <see cref="StreamRowWalk.Group"/>.</summary>
    public StreamRowWalk WalkGroups()
    {
        Span<byte> lower = stackalloc byte[KindSize];
        Span<byte> upper = stackalloc byte[KindSize];
        Begin(lower, GroupKind);
        Begin(upper, GroupKind + 1);
        return Walk(lower, upper, KindSize);
    }

    /// <summary>Finds a consumer's number by its name.</summary>
    public bool TryGetConsumer(uint group, ReadOnlySpan<byte> name, out uint number)
    {
        var key = Fit(stackalloc byte[OnStack], NumberSize + name.Length);
        Begin(key, NumberKind, group);
        name.CopyTo(key[NumberSize..]);
        using var row = Get(key);
        number = row.Value.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(row.Value);
        return !row.Value.IsEmpty;
    }

    /// <summary>Gives a new consumer its number and its name.</summary>
    public void PutName(uint group, uint consumer, ReadOnlySpan<byte> name)
    {
        var key = Fit(stackalloc byte[OnStack], NumberSize + name.Length);
        Begin(key, NumberKind, group);
        name.CopyTo(key[NumberSize..]);
        BinaryPrimitives.WriteUInt32LittleEndian(_keyspace.PutRow(Family.Data, key, 4), consumer);

        Span<byte> byNumber = stackalloc byte[ConsumerSize];
        Begin(byNumber, NameKind, group, consumer);
        name.CopyTo(_keyspace.PutRow(Family.Data, byNumber, name.Length));
    }

    /// <summary>Reads a consumer's name. Dispose the row.</summary>
    public Row NameOf(uint group, uint consumer)
    {
        Span<byte> key = stackalloc byte[ConsumerSize];
        Begin(key, NameKind, group, consumer);
        return Get(key);
    }

    /// <summary>Reads a consumer.</summary>
    public StreamConsumer Consumer(uint group, uint consumer)
    {
        Span<byte> key = stackalloc byte[ConsumerSize];
        Begin(key, ConsumerKind, group, consumer);
        using var row = Get(key);
        return row.Value.IsEmpty
            ? default
            : new StreamConsumer(BinaryPrimitives.ReadInt64LittleEndian(row.Value), BinaryPrimitives.ReadInt64LittleEndian(row.Value[8..]));
    }

    /// <summary>Writes a consumer.</summary>
    public void PutConsumer(uint group, uint consumer, StreamConsumer value)
    {
        Span<byte> key = stackalloc byte[ConsumerSize];
        Begin(key, ConsumerKind, group, consumer);
        var room = _keyspace.PutRow(Family.Data, key, StreamConsumer.Size);
        BinaryPrimitives.WriteInt64LittleEndian(room, value.SeenAt);
        BinaryPrimitives.WriteInt64LittleEndian(room[8..], value.Pending);
    }

    /// <summary>Counts pending entries that a consumer has got or lost.</summary>
    public void AddPending(uint group, uint consumer, long count)
    {
        var value = Consumer(group, consumer);
        PutConsumer(group, consumer, value with { Pending = value.Pending + count });
    }

    /// <summary>Removes a consumer's own rows.</summary>
    public void DeleteConsumer(uint group, uint consumer, ReadOnlySpan<byte> name)
    {
        var byName = Fit(stackalloc byte[OnStack], NumberSize + name.Length);
        Begin(byName, NumberKind, group);
        name.CopyTo(byName[NumberSize..]);
        _keyspace.DeleteRow(Family.Data, byName);

        Span<byte> key = stackalloc byte[ConsumerSize];
        Begin(key, NameKind, group, consumer);
        _keyspace.DeleteRow(Family.Data, key);
        Begin(key, ConsumerKind, group, consumer);
        _keyspace.DeleteRow(Family.Data, key);
    }

    /// <summary>A walk over the consumers of a group, by name; the value of each is read by <see cref="StreamRowWalk.Number"/>.</summary>
    public StreamRowWalk WalkConsumers(uint group)
    {
        Span<byte> lower = stackalloc byte[NumberSize];
        Span<byte> upper = stackalloc byte[NumberSize];
        Begin(lower, NumberKind, group);
        Begin(upper, NumberKind, group + 1);
        return Walk(lower, upper, NumberSize);
    }

    /// <summary>Finds a pending entry.</summary>
    public bool TryGetPending(uint group, StreamId id, out StreamDelivery delivery)
    {
        Span<byte> key = stackalloc byte[NumberSize + StreamId.Size];
        Begin(key, PendingKind, group);
        id.Write(key[NumberSize..]);
        using var row = Get(key);
        delivery = row.Value.IsEmpty ? default : StreamDelivery.Read(row.Value);
        return !row.Value.IsEmpty;
    }

    /// <summary>Writes a pending entry.</summary>
    public void PutPending(uint group, StreamId id, StreamDelivery delivery)
    {
        Span<byte> key = stackalloc byte[NumberSize + StreamId.Size];
        Begin(key, PendingKind, group);
        id.Write(key[NumberSize..]);
        var room = _keyspace.PutRow(Family.Data, key, StreamDelivery.Size);
        BinaryPrimitives.WriteUInt32LittleEndian(room, delivery.Consumer);
        BinaryPrimitives.WriteInt64LittleEndian(room[4..], delivery.At);
        BinaryPrimitives.WriteInt64LittleEndian(room[12..], delivery.Count);
    }

    /// <summary>Removes a pending entry and its place among those of its consumer.</summary>
    public void DeletePending(uint group, uint consumer, StreamId id)
    {
        Span<byte> key = stackalloc byte[NumberSize + StreamId.Size];
        Begin(key, PendingKind, group);
        id.Write(key[NumberSize..]);
        _keyspace.DeleteRow(Family.Data, key);
        Unlink(group, consumer, id);
    }

    /// <summary>Puts a pending entry among those of a consumer.</summary>
    public void Link(uint group, uint consumer, StreamId id)
    {
        Span<byte> key = stackalloc byte[ConsumerSize + StreamId.Size];
        Begin(key, PendingOfKind, group, consumer);
        id.Write(key[ConsumerSize..]);
        _ = _keyspace.PutRow(Family.Data, key, 0);
    }

    /// <summary>Takes a pending entry from those of a consumer.</summary>
    public void Unlink(uint group, uint consumer, StreamId id)
    {
        Span<byte> key = stackalloc byte[ConsumerSize + StreamId.Size];
        Begin(key, PendingOfKind, group, consumer);
        id.Write(key[ConsumerSize..]);
        _keyspace.DeleteRow(Family.Data, key);
    }

    /// <summary>A walk over the pending entries of a group between two ids, both included.</summary>
    public StreamRowWalk WalkPending(uint group, StreamId first, StreamId last, bool backwards = false)
    {
        Span<byte> lower = stackalloc byte[NumberSize + StreamId.Size];
        Span<byte> upper = stackalloc byte[NumberSize + StreamId.Size];
        Begin(lower, PendingKind, group);
        first.Write(lower[NumberSize..]);
        Begin(upper, PendingKind, last.TryNext(out var end) ? group : group + 1);
        end.Write(upper[NumberSize..]);
        return Walk(lower, upper, NumberSize, backwards);
    }

    /// <summary>A walk over the pending entries of a consumer between two ids, both included. The deliveries are to be looked up.</summary>
    public StreamRowWalk WalkPendingOf(uint group, uint consumer, StreamId first, StreamId last)
    {
        Span<byte> lower = stackalloc byte[ConsumerSize + StreamId.Size];
        Span<byte> upper = stackalloc byte[ConsumerSize + StreamId.Size];
        Begin(lower, PendingOfKind, group, consumer);
        first.Write(lower[ConsumerSize..]);
        Begin(upper, PendingOfKind, group, last.TryNext(out var end) ? consumer : consumer + 1);
        end.Write(upper[ConsumerSize..]);
        return Walk(lower, upper, ConsumerSize);
    }

    private static Span<byte> Fit(Span<byte> onStack, int size) => size <= onStack.Length ? onStack[..size] : new byte[size];

    private Row Get(scoped ReadOnlySpan<byte> key) => _keyspace.TryGet(Family.Data, key, out var row) ? row : default;

    private StreamRowWalk Walk(scoped ReadOnlySpan<byte> lower, scoped ReadOnlySpan<byte> upper, int prefix, bool backwards = false) =>
        new(_keyspace, _keyspace.Iterate(Family.Data, lower, upper), prefix, backwards);

    private void Begin(Span<byte> key, byte kind)
    {
        RowKeys.WriteData(key, _keyspace.Generation.Id, _slot, _version);
        key[RowKeys.DataPrefix] = kind;
    }

    private void Begin(Span<byte> key, byte kind, uint group)
    {
        Begin(key, kind);
        BinaryPrimitives.WriteUInt32BigEndian(key[KindSize..], group);
    }

    private void Begin(Span<byte> key, byte kind, uint group, uint consumer)
    {
        Begin(key, kind, group);
        BinaryPrimitives.WriteUInt32BigEndian(key[NumberSize..], consumer);
    }
}
