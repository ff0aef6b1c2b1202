using System.Buffers.Text;

namespace Pika.Storage.Rdb;

/// <summary>
/// A walk over the elements of a ziplist or a listpack: many small strings and integers in one piece of memory. Everything that the two say twice is
/// compared: total size, number of elements, the size of each element for those who go backwards.
/// </summary>
internal ref struct Packed
{
    /// <summary>Bytes of the longest 64-bit integer as text.</summary>
    public const int LongestInteger = 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _isZiplist;

    // The elements that the header tells of; negative if there are too many for it.
    private readonly int _expected;
    private int _next;
    private int _previousSize;
    private int _last;
    private int _count;
    private ReadOnlySpan<byte> _string;
    private long _integer;
    private bool _isInteger;

    /// <summary>Stands before the first element.</summary>
    /// <exception cref="RdbException">The header or the end is damaged.</exception>
    private Packed(ReadOnlySpan<byte> bytes, bool isZiplist)
    {
        _bytes = bytes;
        _isZiplist = isZiplist;
        (_next, _expected) = isZiplist ? ZiplistFormat.ReadHeader(bytes) : ListpackFormat.ReadHeader(bytes);
        _last = _next;
    }

    /// <summary>Whether the present element is an integer.</summary>
    public readonly bool IsInteger => _isInteger;

    /// <summary>The present element, an integer.</summary>
    public readonly long Integer => _isInteger ? _integer : throw new RdbException("a packed number is not one");

    /// <summary>A ziplist.</summary>
    public static Packed Ziplist(ReadOnlySpan<byte> bytes) => new(bytes, isZiplist: true);

    /// <summary>A listpack.</summary>
    public static Packed Listpack(ReadOnlySpan<byte> bytes) => new(bytes, isZiplist: false);

    /// <summary>Moves to the next element. False behind the last one; then everything has been compared.</summary>
    /// <exception cref="RdbException">The bytes contradict each other.</exception>
    public bool Next()
    {
        if (_bytes[_next] == ListpackFormat.End)
        {
            CheckEnd();
            return false;
        }

        var rest = _bytes[_next..^1];
        var element = _isZiplist ? ZiplistFormat.ReadElement(rest, _previousSize) : ListpackFormat.ReadElement(rest);
        _string = element.Bytes;
        (_integer, _isInteger) = (element.Integer, element.IsInteger);
        (_last, _previousSize) = (_next, element.Size);
        _next += element.Size;
        _count++;
        return true;
    }

    /// <summary>Moves to an element that has to be there.</summary>
    public void Need()
    {
        if (!Next())
        {
            throw new RdbException("a packed list ends too early");
        }
    }

    /// <summary>The integer after this element, which has to be there.</summary>
    public long NeedInteger()
    {
        Need();
        return Integer;
    }

    /// <summary>The present element as text: its bytes, or an integer written into the scratch, which has room for it.</summary>
    public readonly ReadOnlySpan<byte> Text(Span<byte> scratch)
    {
        if (!_isInteger)
        {
            return _string;
        }

        Utf8Formatter.TryFormat(_integer, scratch, out int length);
        return scratch[..length];
    }

    private readonly void CheckEnd()
    {
        if (_next != _bytes.Length - 1)
        {
            throw new RdbException("a packed list ends before its last byte");
        }

        if (_expected >= 0 && _count != _expected)
        {
            throw new RdbException($"a packed list of {_count} elements says that it has {_expected}");
        }

        if (_isZiplist && ZiplistFormat.Tail(_bytes) != _last)
        {
            throw new RdbException("a ziplist does not know its last element");
        }
    }
}
