using System.Buffers.Binary;
using System.Buffers.Text;

namespace Pika.Storage.Rdb;

/// <summary>
/// A place in RDB bytes, in memory or in a file. Nothing is taken for granted: a length is compared with what is left before anything of that size
/// is touched or allocated.
/// </summary>
public ref struct RdbInput
{
    private readonly IRdbSource? _source;
    private readonly long _end;
    private ReadOnlySpan<byte> _window;
    private int _at;

    // The offset of the window's first byte.
    private long _origin;

    /// <summary>At the first of some bytes in memory.</summary>
    public RdbInput(ReadOnlySpan<byte> bytes)
    {
        _window = bytes;
        _end = bytes.Length;
    }

    /// <summary>At an offset of a file that has <paramref name="end"/> bytes.</summary>
    public RdbInput(IRdbSource source, long offset, long end) => (_source, _origin, _end) = (source, offset, end);

    /// <summary>The offset of the next byte.</summary>
    public readonly long Position => _origin + _at;

    /// <summary>The bytes that are left.</summary>
    public readonly long Remaining => _end - Position;

    /// <summary>Whether a string that was read stands in memory until the end, whatever is read after it.</summary>
    internal readonly bool KeepsBytes => _source is null;

    /// <summary>That the bytes here are damaged.</summary>
    public readonly RdbException Damaged(string what) => new(what, Position);

    /// <summary>The next bytes. Valid until the next read.</summary>
    /// <exception cref="RdbException">There are not so many.</exception>
    public ReadOnlySpan<byte> Read(int count)
    {
        if (_window.Length - _at < count)
        {
            Refill(count);
        }

        var bytes = _window.Slice(_at, count);
        _at += count;
        return bytes;
    }

    /// <summary>The next byte.</summary>
    public byte ReadByte()
    {
        if (_at == _window.Length)
        {
            Refill(1);
        }

        return _window[_at++];
    }

    /// <summary>Goes on behind so many bytes.</summary>
    public void Skip(long count)
    {
        if (count > Remaining)
        {
            throw Short(count);
        }

        if (count <= _window.Length - _at)
        {
            _at += (int)count;
        }
        else
        {
            _origin = Position + count;
            _window = default;
            _at = 0;
        }
    }

    /// <summary>A 32-bit number, little-endian.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Read(sizeof(uint)));

    /// <summary>A 64-bit number, little-endian.</summary>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Read(sizeof(long)));

    /// <summary>A double, little-endian.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Read(sizeof(double)));

    /// <summary>A length or another number that is written like one.</summary>
    public ulong ReadLength()
    {
        if (TryReadLength(out ulong length))
        {
            return length;
        }

        throw Damaged("an encoded string stands where a length should");
    }

    /// <summary>A count of things that take a byte each at least, so that a count beyond what is left is damage.</summary>
    public long ReadCount()
    {
        ulong count = ReadLength();
        return count <= (ulong)Remaining ? (long)count : throw Damaged($"a count of {count} is more than there can be");
    }

    /// <summary>A string. The bytes are in the input or in the scratch; valid until either is used again.</summary>
    internal ReadOnlySpan<byte> ReadString(RdbScratch scratch)
    {
        if (!TryReadLength(out ulong length))
        {
            return length == RdbFormat.EncodedLzf ? ReadCompressed(scratch) : ReadInteger((int)length, scratch);
        }

        var bytes = Read(CheckedLength(length));
        if (KeepsBytes)
        {
            return bytes;
        }

        var copy = scratch.Of(bytes.Length);
        bytes.CopyTo(copy);
        return copy;
    }

    /// <summary>Goes on behind a string.</summary>
    public void SkipString()
    {
        if (TryReadLength(out ulong length))
        {
            Skip(CheckedLength(length));
        }
        else if (length == RdbFormat.EncodedLzf)
        {
            long compressed = ReadCount();
            ReadLength();
            Skip(compressed);
        }
        else
        {
            Skip(IntegerSize((int)length));
        }
    }

    // False: it is no length but the number of an encoding.
    private bool TryReadLength(out ulong length)
    {
        byte first = ReadByte();
        switch (first >> 6)
        {
            case RdbFormat.Length6:
                length = first & 0x3FU;
                return true;
            case RdbFormat.Length14:
                length = ((first & 0x3FU) << 8) | ReadByte();
                return true;
            case RdbFormat.Encoded:
                length = first & 0x3FU;
                return false;
        }

        length = first switch
        {
            RdbFormat.Length32 => BinaryPrimitives.ReadUInt32BigEndian(Read(sizeof(uint))),
            RdbFormat.Length64 => BinaryPrimitives.ReadUInt64BigEndian(Read(sizeof(ulong))),
            _ => throw Damaged($"0x{first:x2} begins no length"),
        };
        return true;
    }

    private readonly int CheckedLength(ulong length)
    {
        if (length > (ulong)Remaining)
        {
            throw Damaged($"a string of {length} bytes goes beyond the end");
        }

        return length <= RdbFormat.LongestString ? (int)length : throw Damaged($"a string of {length} bytes is too long");
    }

    private readonly int IntegerSize(int encoding) =>
        encoding switch
        {
            RdbFormat.EncodedInt8 => sizeof(sbyte),
            RdbFormat.EncodedInt16 => sizeof(short),
            RdbFormat.EncodedInt32 => sizeof(int),
            _ => throw Damaged($"{encoding} is no encoding of a string"),
        };

    private ReadOnlySpan<byte> ReadInteger(int encoding, RdbScratch scratch)
    {
        var bytes = Read(IntegerSize(encoding));
        int value = encoding switch
        {
            RdbFormat.EncodedInt8 => (sbyte)bytes[0],
            RdbFormat.EncodedInt16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        };
        var room = scratch.Of(Packed.LongestInteger);
        Utf8Formatter.TryFormat(value, room, out int length);
        return room[..length];
    }

    private ReadOnlySpan<byte> ReadCompressed(RdbScratch scratch)
    {
        ulong compressed = ReadLength();
        ulong length = ReadLength();
        int size = CheckedLength(compressed);
        if (length > RdbFormat.LongestString || length > (ulong)size * RdbFormat.LzfMostGain)
        {
            throw Damaged($"{compressed} bytes do not become {length}");
        }

        var bytes = Read(size);
        var room = scratch.Of((int)length);
        return Lzf.TryDecompress(bytes, room) ? room : throw Damaged("a compressed string is damaged");
    }

    private void Refill(int count)
    {
        if (count > Remaining || _source is null)
        {
            throw Short(count);
        }

        long position = Position;
        _window = _source.Window(position, count);
        (_origin, _at) = (position, 0);
    }

    private readonly RdbException Short(long count) => Damaged($"{count} bytes are expected and {Remaining} are left");
}
