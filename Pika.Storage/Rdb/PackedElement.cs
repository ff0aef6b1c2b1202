namespace Pika.Storage.Rdb;

/// <summary>One element of a ziplist or a listpack: a string or an integer.</summary>
internal readonly ref struct PackedElement
{
    /// <summary>A string.</summary>
    public PackedElement(ReadOnlySpan<byte> bytes, int size)
    {
        Bytes = bytes;
        Size = size;
    }

    /// <summary>An integer.</summary>
    public PackedElement(long integer, int size) => (Integer, Size, IsInteger) = (integer, size, true);

    /// <summary>The string.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The integer.</summary>
    public long Integer { get; }

    /// <summary>Whether it is an integer.</summary>
    public bool IsInteger { get; }

    /// <summary>The bytes that it takes, with all that stands around it.</summary>
    public int Size { get; }
}
