using System.Buffers;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>The elements of one block, copied: they are going to be written at other positions, some of which are theirs now.</summary>
internal sealed class ListBuffer : IDisposable
{
    private readonly byte[] _bytes = [];

    /// <summary>Where each element ends in the bytes.</summary>
    private readonly int[] _ends;
    private readonly ulong[] _positions;

    /// <summary>Reads a block. Has fewer elements than the block when a read stopped.</summary>
    public ListBuffer(ref ListValue list, in ListPiece block)
    {
        _ends = new int[block.Count];
        _positions = new ulong[block.Count];
        using var rows = ListRows.Iterate(list.Keyspace, Family.Data, list.Slot, list.Shape.Version, block.Start, block.End);
        rows.SeekToFirst();
        int length = 0;
        for (; Count < block.Count && ListRows.IsThere(list.Keyspace, rows); Count++)
        {
            var value = rows.Value;
            _bytes = Reserve(_bytes, length, value.Length);
            value.CopyTo(_bytes.AsSpan(length));
            length += value.Length;
            _ends[Count] = length;
            _positions[Count] = ListFormat.Position(rows.Key);
            rows.Next();
        }
    }

    /// <summary>The elements.</summary>
    public int Count { get; }

    /// <summary>One of them.</summary>
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan((index == 0 ? 0 : _ends[index - 1]).._ends[index]);

    /// <summary>Removes the rows that were read.</summary>
    public void Delete(ref ListValue list)
    {
        foreach (ulong position in _positions.AsSpan(0, Count))
        {
            list.Delete(position);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }

    private static byte[] Reserve(byte[] bytes, int length, int more)
    {
        if (bytes.Length - length >= more)
        {
            return bytes;
        }

        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(checked(length + more), 2 * length));
        bytes.AsSpan(0, length).CopyTo(grown);
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        return grown;
    }
}
