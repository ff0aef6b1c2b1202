using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Pika.Storage.Keyspace;

/// <summary>Room for the keys of rows, used again and again: each key is valid until the next of its kind is asked for.</summary>
internal sealed class RowKeyBuffers
{
    /// <summary>Most keys fit, so that the buffers hardly ever grow.</summary>
    private const int LeastRoom = 256;

    private byte[]? _data;
    private byte[]? _expire;
    private byte[]? _meta;

    // Whose key stands in the buffer for meta rows, and how long it is without the prefix.
    private Generation? _metaOf;
    private int _metaLength;

    /// <summary>The key of a meta row.</summary>
    public ReadOnlySpan<byte> Meta(Generation generation, ReadOnlySpan<byte> key)
    {
        // A command mostly looks its key up and then writes it: the slot is computed once.
        if (_meta is not null && _metaOf == generation && _meta.AsSpan(RowKeys.MetaPrefix, _metaLength).SequenceEqual(key))
        {
            return _meta.AsSpan(0, RowKeys.MetaPrefix + key.Length);
        }

        var room = Room(ref _meta, RowKeys.MetaPrefix + key.Length);
        RowKeys.WriteMeta(room, generation.Id, key);
        (_metaOf, _metaLength) = (generation, key.Length);
        return room;
    }

    /// <summary>The slot of a key.</summary>
    public ushort SlotOf(Generation generation, ReadOnlySpan<byte> key) =>
        BinaryPrimitives.ReadUInt16BigEndian(Meta(generation, key)[sizeof(uint)..]);

    /// <summary>The key of a value's row: the data prefix, filled, and so many bytes more, to be filled.</summary>
    public Span<byte> Data(Generation generation, ushort slot, ulong version, int more)
    {
        var room = Room(ref _data, RowKeys.DataPrefix + more);
        RowKeys.WriteData(room, generation.Id, slot, version);
        return room;
    }

    /// <summary>The key of an expire row.</summary>
    public ReadOnlySpan<byte> Expire(Generation generation, long expireAt, ReadOnlySpan<byte> key)
    {
        var room = Room(ref _expire, RowKeys.ExpirePrefix + key.Length);
        RowKeys.WriteExpire(room, generation.Id, expireAt, key);
        return room;
    }

    private static Span<byte> Room([NotNull] ref byte[]? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = new byte[Math.Max(LeastRoom, length)];
        }

        return buffer.AsSpan(0, length);
    }
}
