using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// The keys of a sorted set's rows (docs/formats/keyspace.md), built in buffers that are used again: what a method returns is valid until its next
/// call.
/// </summary>
internal sealed class ZsetRows
{
    /// <summary>The kind byte of an entry in family Score.</summary>
    public const byte EntryKind = 0;

    /// <summary>The kind byte of a rank block in family Score.</summary>
    public const byte BlockKind = 1;

    /// <summary>Where the score stands in the key of an entry or a block.</summary>
    public const int ScoreAt = RowKeys.DataPrefix + 1;

    /// <summary>Where the member stands in the key of an entry or a block.</summary>
    public const int MemberAt = ScoreAt + SortableScore.Size;

    /// <summary>The value of the entry of a negative zero; of every other score the key tells all.</summary>
    private const byte NegativeZero = 0x80;

    private byte[] _data = new byte[256];
    private byte[] _entry = new byte[256];
    private byte[] _lower = new byte[256];
    private byte[] _upper = new byte[256];

    /// <summary>Turns the buffers to a value.</summary>
    public void Open(uint generation, ReadOnlySpan<byte> key, ulong version)
    {
        RowKeys.WriteData(_data, generation, HashSlot.Of(key), version);
        _data.AsSpan(0, RowKeys.DataPrefix).CopyTo(_entry);
        _data.AsSpan(0, RowKeys.DataPrefix).CopyTo(_lower);
        _data.AsSpan(0, RowKeys.DataPrefix).CopyTo(_upper);
    }

    /// <summary>The key of a member's row.</summary>
    public ReadOnlySpan<byte> Member(ReadOnlySpan<byte> member)
    {
        var room = Room(ref _data, ElementRows.KeyPrefix + member.Length);
        BinaryPrimitives.WriteUInt32BigEndian(room[RowKeys.DataPrefix..], ElementHash.Of(member));
        member.CopyTo(room[ElementRows.KeyPrefix..]);
        return room;
    }

    /// <summary>The key of an entry.</summary>
    public ReadOnlySpan<byte> Entry(ulong score, ReadOnlySpan<byte> member) => Scored(ref _entry, EntryKind, score, member);

    /// <summary>The key of a block; the one of the first block is without score and member.</summary>
    public ReadOnlySpan<byte> Block(ulong score, ReadOnlySpan<byte> member) =>
        score == 0 ? KindOnly(ref _entry, BlockKind) : Scored(ref _entry, BlockKind, score, member);

    /// <summary>Where a walk over entries begins: an entry's key, followed by one zero byte if the entry itself lies before.</summary>
    public ReadOnlySpan<byte> Lower(in ZsetBound bound) => Bound(ref _lower, bound);

    /// <summary>Where a walk over entries ends, as <see cref="Lower"/>.</summary>
    public ReadOnlySpan<byte> Upper(in ZsetBound bound) => Bound(ref _upper, bound);

    /// <summary>The first key behind all entries, which is the first of blocks.</summary>
    public ReadOnlySpan<byte> FirstBlock() => KindOnly(ref _entry, BlockKind);

    /// <summary>The first key behind all blocks.</summary>
    public ReadOnlySpan<byte> BehindBlocks() => KindOnly(ref _upper, BlockKind + 1);

    /// <summary>The score of an entry or a block.</summary>
    public static ulong ScoreIn(ReadOnlySpan<byte> rowKey) => BinaryPrimitives.ReadUInt64BigEndian(rowKey[ScoreAt..]);

    /// <summary>The score of an entry, exactly.</summary>
    public static double ScoreOf(IRowIterator entry) => entry.Value.IsEmpty ? SortableScore.From(ScoreIn(entry.Key)) : -0.0;

    /// <summary>Writes the row of a member and the one of its entry.</summary>
    public void Put(Keyspace keyspace, ReadOnlySpan<byte> member, double score)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(keyspace.PutRow(Family.Data, Member(member), sizeof(double)), score);
        PutEntry(keyspace, member, score);
    }

    private void PutEntry(Keyspace keyspace, ReadOnlySpan<byte> member, double score)
    {
        bool negativeZero = score == 0 && double.IsNegative(score);
        var value = keyspace.PutRow(Family.Score, Entry(SortableScore.Of(score), member), negativeZero ? 1 : 0);
        if (negativeZero)
        {
            value[0] = NegativeZero;
        }
    }

    private static ReadOnlySpan<byte> Bound(ref byte[] buffer, in ZsetBound bound)
    {
        if (bound.Score == 0)
        {
            return KindOnly(ref buffer, EntryKind);
        }

        int length = MemberAt + bound.Member.Length;
        Room(ref buffer, length + 1)[length] = 0;
        var key = Scored(ref buffer, EntryKind, bound.Score, bound.Member);
        return bound.After ? buffer.AsSpan(0, length + 1) : key;
    }

    private static ReadOnlySpan<byte> Scored(ref byte[] buffer, byte kind, ulong score, ReadOnlySpan<byte> member)
    {
        var room = Room(ref buffer, MemberAt + member.Length);
        room[RowKeys.DataPrefix] = kind;
        BinaryPrimitives.WriteUInt64BigEndian(room[ScoreAt..], score);
        member.CopyTo(room[MemberAt..]);
        return room;
    }

    private static ReadOnlySpan<byte> KindOnly(ref byte[] buffer, int kind)
    {
        buffer[RowKeys.DataPrefix] = (byte)kind;
        return buffer.AsSpan(0, RowKeys.DataPrefix + 1);
    }

    private static Span<byte> Room(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, Math.Max(length, 2 * buffer.Length));
        }

        return buffer.AsSpan(0, length);
    }
}
