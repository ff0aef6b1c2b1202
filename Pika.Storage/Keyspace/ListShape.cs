using System.Buffers.Binary;
using Pika.Storage.Store;

namespace Pika.Storage.Keyspace;

/// <summary>
/// How a list's elements lie: a run at the head, pieces in the middle that have rows in family Score, a run at the tail. A run has its elements
/// <see cref="ListFormat.Stride"/> apart, so that the place of any of them is computed. A list into whose middle nothing was ever inserted, and
/// from whose middle nothing was taken, is one run, the one at the head: it is dense.
/// </summary>
internal struct ListShape
{
    /// <summary>Bytes of the meta row's body of a dense list: version, size, position of the first element.</summary>
    private const int DenseBody = KeyRow.VersionedBody + sizeof(ulong);

    /// <summary>Bytes of that of another: also the counts of both runs, where the one at the tail begins, and the next free area.</summary>
    private const int SparseBody = DenseBody + (4 * sizeof(ulong));

    /// <summary>The version under which the rows stand.</summary>
    public ulong Version;

    /// <summary>All elements.</summary>
    public long Size;

    /// <summary>The position of the head's first element; without one, everything below it is free.</summary>
    public ulong HeadStart;

    /// <summary>The elements of the run at the head.</summary>
    public long HeadCount;

    /// <summary>The position of the tail's first element; without one, everything from it to <see cref="ListFormat.Areas"/> is free. Not of a dense list.</summary>
    public ulong TailStart;

    /// <summary>The elements of the run at the tail.</summary>
    public long TailCount;

    /// <summary>The areas that blocks have moved to so far.</summary>
    public ulong AreasUsed;

    /// <summary>The elements between the runs.</summary>
    public readonly long MiddleCount => Size - HeadCount - TailCount;

    /// <summary>Whether all elements are in the run at the head.</summary>
    public readonly bool IsDense => HeadCount == Size;

    /// <summary>Bytes of the body.</summary>
    public readonly int BodyLength => IsDense ? DenseBody : SparseBody;

    /// <summary>Reads the shape of a list that is there.</summary>
    public static ListShape Read(in KeyRow row)
    {
        var body = row.Body;
        var shape = new ListShape
        {
            Version = row.Version,
            Size = row.Size,
            HeadStart = BinaryPrimitives.ReadUInt64LittleEndian(body[KeyRow.VersionedBody..]),
            HeadCount = row.Size,
        };
        if (body.Length > DenseBody)
        {
            shape.HeadCount = BinaryPrimitives.ReadInt64LittleEndian(body[DenseBody..]);
            shape.TailStart = BinaryPrimitives.ReadUInt64LittleEndian(body[(DenseBody + 8)..]);
            shape.TailCount = BinaryPrimitives.ReadInt64LittleEndian(body[(DenseBody + 16)..]);
            shape.AreasUsed = BinaryPrimitives.ReadUInt64LittleEndian(body[(DenseBody + 24)..]);
        }

        return shape;
    }

    /// <summary>Writes the body of the meta row.</summary>
    public readonly void Write(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(body, Version);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], Size);
        BinaryPrimitives.WriteUInt64LittleEndian(body[KeyRow.VersionedBody..], HeadStart);
        if (!IsDense)
        {
            BinaryPrimitives.WriteInt64LittleEndian(body[DenseBody..], HeadCount);
            BinaryPrimitives.WriteUInt64LittleEndian(body[(DenseBody + 8)..], TailStart);
            BinaryPrimitives.WriteInt64LittleEndian(body[(DenseBody + 16)..], TailCount);
            BinaryPrimitives.WriteUInt64LittleEndian(body[(DenseBody + 24)..], AreasUsed);
        }
    }

    /// <summary>Takes an element in at one end and returns its position.</summary>
    /// <exception cref="StoreException">There is no position left at this end.</exception>
    public ulong Grow(bool left)
    {
        bool dense = IsDense;
        if (Size == 0)
        {
            HeadStart = left ? ListFormat.Origin + ListFormat.Stride : ListFormat.Origin;
        }

        ulong position =
            left ? HeadStart - ListFormat.Stride
            : dense ? HeadStart + ((ulong)HeadCount * ListFormat.Stride)
            : TailStart + ((ulong)TailCount * ListFormat.Stride);
        CheckRoom(position);
        Size++;
        HeadStart = left ? position : HeadStart;
        if (left || dense)
        {
            HeadCount++;
        }
        else
        {
            TailCount++;
        }

        return position;
    }

    /// <summary>Refuses a position of a run that is not between the ends of those that there are.</summary>
    /// <exception cref="StoreException">It is not.</exception>
    public static void CheckRoom(ulong position)
    {
        if (position is < ListFormat.Stride or > ListFormat.Areas - ListFormat.Stride)
        {
            throw new StoreException(StoreError.Other, "a list has used up the positions at one of its ends");
        }
    }

    /// <summary>The position of the element at one end, whose run has any.</summary>
    public readonly ulong End(bool left) =>
        left ? HeadStart
        : IsDense ? HeadStart + ((ulong)(HeadCount - 1) * ListFormat.Stride)
        : TailStart + ((ulong)(TailCount - 1) * ListFormat.Stride);

    /// <summary>The elements of the run at one end.</summary>
    public readonly long RunCount(bool left) => left || IsDense ? HeadCount : TailCount;

    /// <summary>Leaves out elements at one end, whose run has so many.</summary>
    public void Shrink(bool left, long count)
    {
        bool dense = IsDense;
        Size -= count;
        if (left)
        {
            HeadStart += (ulong)count * ListFormat.Stride;
        }

        if (left || dense)
        {
            HeadCount -= count;
        }
        else
        {
            TailCount -= count;
        }

        Settle();
    }

    /// <summary>With nothing at the head and in the middle, the tail is the head: the list is dense again.</summary>
    public void Settle()
    {
        if (HeadCount == 0 && TailCount == Size)
        {
            (HeadStart, HeadCount, TailCount) = (TailStart, TailCount, 0);
        }

        if (IsDense)
        {
            AreasUsed = 0;
        }
    }
}
