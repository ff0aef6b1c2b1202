using System.Buffers.Binary;

namespace Pika.Storage.Keyspace;

/// <summary>
/// A part of a list whose elements lie together: a run, with neighbours <see cref="ListFormat.Stride"/> apart, or a block, with neighbours at any
/// distance inside an area of its own. The pieces in the middle of a list have rows in family Score, in the order of their labels.
/// </summary>
/// <param name="Label">Where the piece stands among the others; 0 for the runs at head and tail, which have no rows.</param>
/// <param name="Start">A run: the position of its first element. A block: where its area begins.</param>
/// <param name="Count">Its elements, at least one.</param>
/// <param name="End">A run: 0. A block: where its area ends.</param>
internal readonly record struct ListPiece(ulong Label, ulong Start, long Count, ulong End)
{
    /// <summary>Bytes of the value of a run's row.</summary>
    private const int RunSize = sizeof(ulong) + sizeof(long);

    /// <summary>Bytes of the value of a block's row.</summary>
    private const int BlockSize = RunSize + sizeof(ulong);

    /// <summary>Whether the positions are computed.</summary>
    public bool IsRun => End == 0;

    /// <summary>The bytes that <see cref="Write"/> writes.</summary>
    public int Length => IsRun ? RunSize : BlockSize;

    /// <summary>A position of a run.</summary>
    public ulong At(long offset) => Start + ((ulong)offset * ListFormat.Stride);

    /// <summary>Reads a row.</summary>
    public static ListPiece Read(ReadOnlySpan<byte> rowKey, ReadOnlySpan<byte> value) =>
        new(
            ListFormat.Position(rowKey),
            BinaryPrimitives.ReadUInt64LittleEndian(value),
            BinaryPrimitives.ReadInt64LittleEndian(value[8..]),
            value.Length == RunSize ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(value[16..])
        );

    /// <summary>Writes the value of a row.</summary>
    public void Write(Span<byte> value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(value, Start);
        BinaryPrimitives.WriteInt64LittleEndian(value[8..], Count);
        if (!IsRun)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(value[16..], End);
        }
    }
}
